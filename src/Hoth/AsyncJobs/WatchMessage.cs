using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hoth.AsyncJobs;

/// <summary>The body of a message on a watch queue: names the job; everything else is on its record.</summary>
/// <param name="JobId">The client's id.</param>
/// <param name="InstanceId">Tells this job from an earlier one that had the same id.</param>
internal sealed record WatchMessage(string JobId, string InstanceId)
{
    /// <summary>The queue body.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, WatchJson.Default.WatchMessage);

    /// <summary>Reads a queue body; null when it is none of Hoth's: a poison message.</summary>
    public static WatchMessage? TryRead(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, WatchJson.Default.WatchMessage) is { JobId.Length: > 0, InstanceId.Length: > 0 } message ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WatchMessage))]
internal sealed partial class WatchJson : JsonSerializerContext;
