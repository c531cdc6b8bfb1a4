using System.Text.Json;

namespace Hoth.Local.StateMachines;

/// <summary>Calls the functions that Task states name.</summary>
public interface ITaskInvoker
{
    /// <summary>Calls a function and waits for its answer. It may be called again with the same payload after the process was killed.</summary>
    /// <param name="function">The FunctionName of the state, its placeholder filled in.</param>
    /// <param name="payload">The Payload of the state.</param>
    /// <param name="timeout">The state's TimeoutSeconds; the runner itself stops waiting then.</param>
    /// <param name="cancellationToken">Nobody waits for the answer any more.</param>
    /// <exception cref="TaskFailedException">The function failed: what Lambda reports.</exception>
    Task<JsonElement> InvokeAsync(string function, JsonElement payload, TimeSpan timeout, CancellationToken cancellationToken);
}
