using System.Text;
using System.Text.Json;
using Hoth.Json;

namespace Hoth.Results;

/// <summary>What draining needs to know of a message on a result queue.</summary>
/// <param name="JobId">Whose result it is.</param>
/// <param name="ArtifactKey">Where the result is when it is too large for a message; null: the message is the result.</param>
/// <param name="Bytes">The size of that artifact; 0 where it is not known.</param>
internal sealed record ResultMessage(string JobId, string? ArtifactKey, long Bytes)
{
    /// <summary>Reads a queue body; null when it is none of Hoth's: a poison message.</summary>
    public static ResultMessage? TryRead(string body)
    {
        using var document = StrictJson.TryParse(Encoding.UTF8.GetBytes(body), out _);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("content", out _)) return null;
        return Text(root, "jobId") is { Length: > 0 } jobId && Text(root, "outcome") is not null ? new ResultMessage(jobId, Text(root, "artifactKey"), Number(root, "bytes")) : null;
    }

    private static long Number(JsonElement root, string member) =>
        root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;

    private static string? Text(JsonElement root, string member) =>
        root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? JsonInput.TextOf(value) : null;
}
