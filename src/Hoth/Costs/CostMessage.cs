using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hoth.Costs;

/// <summary>The body of a message on the cost request queue: names the job; everything else is on its record.</summary>
/// <param name="JobId">The client's id.</param>
/// <param name="InstanceId">Tells this job from an earlier one that had the same id.</param>
internal sealed record CostMessage(string JobId, string InstanceId)
{
    /// <summary>The queue body.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CostJson.Default.CostMessage);

    /// <summary>Reads a queue body; null when it is none of Hoth's: a poison message.</summary>
    public static CostMessage? TryRead(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, CostJson.Default.CostMessage) is { JobId.Length: > 0, InstanceId.Length: > 0 } message ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CostMessage))]
internal sealed partial class CostJson : JsonSerializerContext;
