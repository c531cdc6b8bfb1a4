using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Hoth.Local.StateMachines.Executions;

/// <summary>Frames as they are kept.</summary>
internal static class FrameJson
{
    public static byte[] Write(Frame frame) => Encoding.UTF8.GetBytes(JsonValues.Write(new JsonObject
    {
        ["state"] = frame.State,
        ["phase"] = (int)frame.Phase,
        ["input"] = frame.Input?.DeepClone(),
        ["enteredAt"] = frame.EnteredAt.UtcTicks,
        ["retries"] = new JsonArray([.. frame.Retries.Select(count => JsonValue.Create(count))]),
        ["dueAt"] = frame.DueAt?.UtcTicks,
        ["forkInputs"] = new JsonArray([.. frame.ForkInputs.Select(input => input?.DeepClone())]),
        ["forkConcurrency"] = frame.ForkConcurrency,
        ["output"] = frame.Output?.DeepClone(),
        ["error"] = frame.Error is null ? null : new JsonArray(frame.Error.Error, frame.Error.Cause),
    }));

    public static Frame Read(ReadOnlySpan<byte> utf8)
    {
        var json = JsonValues.Parse(Encoding.UTF8.GetString(utf8))!.AsObject();
        return new Frame
        {
            State = json["state"]!.GetValue<string>(),
            Phase = (FramePhase)json["phase"]!.GetValue<int>(),
            Input = json["input"],
            EnteredAt = Instant(json["enteredAt"]!),
            Retries = [.. json["retries"]!.AsArray().Select(count => count!.GetValue<int>())],
            DueAt = json["dueAt"] is { } due ? Instant(due) : null,
            ForkInputs = [.. json["forkInputs"]!.AsArray()],
            ForkConcurrency = json["forkConcurrency"]!.GetValue<int>(),
            Output = json["output"],
            Error = json["error"] is JsonArray error ? new StateError(error[0]?.GetValue<string>(), error[1]?.GetValue<string>()) : null,
        };
    }

    private static DateTimeOffset Instant(JsonNode ticks) => new(long.Parse(ticks.ToJsonString(), CultureInfo.InvariantCulture), TimeSpan.Zero);
}
