using System.Text.Json;
using Hoth.Json;

namespace Hoth.Results;

/// <summary>What draining needs to know of a message on a result queue.</summary>
/// <param name="JobId">Whose result it is.</param>
/// <param name="ArtifactKey">Where the result is when it is too large for a message; null: the message is the result.</param>
internal sealed record ResultMessage(string JobId, string? ArtifactKey)
{
    /// <summary>Reads a queue body; null when it is none of Hoth's: a poison message.</summary>
    public static ResultMessage? TryRead(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, StrictJson.Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object ||
                !root.TryGetProperty("jobId", out var jobId) || jobId.ValueKind != JsonValueKind.String ||
                !root.TryGetProperty("outcome", out var outcome) || outcome.ValueKind != JsonValueKind.String ||
                !root.TryGetProperty("content", out _))
            {
                return null;
            }

            var key = root.TryGetProperty("artifactKey", out var artifact) ? artifact.GetString() : null;
            return jobId.GetString() is { Length: > 0 } id ? new ResultMessage(id, key) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
