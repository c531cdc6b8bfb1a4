namespace Hoth.Ports;

/// <summary>Starts executions of state machines.</summary>
public interface IWorkflowStarter
{
    /// <summary>Starts an execution, once per name: starting it again, also after it has ended, does nothing.</summary>
    /// <param name="workflow">The state machine's logical name.</param>
    /// <param name="executionName">1 to 80 of <c>A-Z a-z 0-9 _ -</c>: the job's instance id, never the client's id.</param>
    /// <param name="input">JSON, at most 256 KiB.</param>
    /// <param name="cancellationToken">Stops waiting; the execution may or may not have started.</param>
    /// <exception cref="PortUnavailableException">The service cannot be reached or refuses for load.</exception>
    Task StartAsync(string workflow, string executionName, string input, CancellationToken cancellationToken);
}
