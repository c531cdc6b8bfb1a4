using System.Text.Json.Serialization;

namespace Hoth.Provisioning;

/// <summary>The input of the provisioning state machine and of its tasks. Bodies stay on the record, so that no payload limit can end an execution.</summary>
/// <param name="JobId">Which job.</param>
/// <param name="InstanceId">Tells it from an earlier one that had the same id.</param>
public sealed record ProvisioningTask(string JobId, string InstanceId)
{
    /// <summary>W3C trace context of the request, for those who read executions; the tasks take it from the record. Null when unknown.</summary>
    [JsonPropertyName("traceparent")]
    public string? TraceParent { get; init; }
}

/// <summary>What the tasks answer.</summary>
/// <param name="Code">The CSP's status, or the code that stands for none; the state machine branches on 202.</param>
public sealed record ProvisioningTaskAnswer(int Code);

/// <summary>The wire form of the above.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProvisioningTask))]
[JsonSerializable(typeof(ProvisioningTaskAnswer))]
public sealed partial class ProvisioningJson : JsonSerializerContext;
