using System.Text.Json;
using System.Text.Json.Serialization;
using Hoth.Json;
using Hoth.Ports;

namespace Hoth.Jobs;

/// <summary>The body of a message that hands a job to its worker or watcher: names the job; everything else is on its record.</summary>
/// <param name="JobId">The client's id.</param>
/// <param name="InstanceId">Tells this job from an earlier one that had the same id.</param>
internal sealed record JobMessage(string JobId, string InstanceId)
{
    /// <summary>The message that hands a job over, in its group and its trace.</summary>
    public static OutgoingMessage Of(JobRecord job) => new(new JobMessage(job.JobId, job.InstanceId).ToJson(), job.GroupId, job.TraceParent);

    /// <summary>The queue body.</summary>
    public string ToJson() => JobMessageJson.Write(this);

    /// <summary>Reads a queue body; null when it is none of Hoth's: a poison message.</summary>
    public static JobMessage? TryRead(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, JobMessageJson.Default.JobMessage) is { JobId.Length: > 0, InstanceId.Length: > 0 } message ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JobMessage))]
internal sealed partial class JobMessageJson : JsonSerializerContext
{
    /// <summary>The queue body.</summary>
    public static string Write(JobMessage message) => GeneratedJson.Write(message, Default.JobMessageSerializeHandler);
}
