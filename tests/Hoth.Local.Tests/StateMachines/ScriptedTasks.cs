using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Local.StateMachines;

namespace Hoth.Local.Tests.StateMachines;

/// <summary>
/// Functions that answer as a script says: for each function an array of answers <c>{ result | echo | error, message | hang }</c>.
/// Those with <c>when</c> are for that payload only; the others are used one after the other, the last one for ever.
/// </summary>
internal sealed class ScriptedTasks(JsonObject? script) : ITaskInvoker
{
    private readonly ConcurrentDictionary<string, int> _used = new();

    /// <summary>Every call, in order.</summary>
    public ConcurrentQueue<(string Function, string Payload)> Calls { get; } = new();

    /// <summary>The payloads of calls that did not answer and that nobody waits for any more.</summary>
    public ConcurrentQueue<string> Abandoned { get; } = new();

    /// <summary>Told when a function does not answer, with the time after which nobody waits any more.</summary>
    public Action<TimeSpan> Hangs { get; set; } = _ => { };

    public async Task<JsonElement> InvokeAsync(string function, JsonElement payload, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Calls.Enqueue((function, payload.GetRawText()));
        var answer = AnswerTo(function, payload);
        if (answer["hang"] is not null)
        {
            Hangs(timeout);
            cancellationToken.Register(() => Abandoned.Enqueue(payload.GetRawText()));
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        if (answer["error"] is { } error)
        {
            throw new TaskFailedException(error.GetValue<string>(), answer["message"]?.GetValue<string>() ?? "");
        }

        return answer["echo"] is null ? JsonSerializer.SerializeToElement(answer["result"]) : payload;
    }

    private JsonObject AnswerTo(string function, JsonElement payload)
    {
        var answers = script?[function]?.AsArray() ?? throw new InvalidOperationException($"No script for {function}.");
        var given = JsonNode.Parse(payload.GetRawText());
        foreach (var answer in answers.Select(answer => answer!.AsObject()))
        {
            if (answer.TryGetPropertyValue("when", out var when) && JsonNode.DeepEquals(when, given))
            {
                return answer;
            }
        }

        var others = answers.Select(answer => answer!.AsObject()).Where(answer => !answer.ContainsKey("when")).ToList();
        return others[Math.Min(_used.AddOrUpdate(function, 0, (_, used) => used + 1), others.Count - 1)];
    }
}
