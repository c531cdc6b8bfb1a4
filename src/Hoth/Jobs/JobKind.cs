using System.Text.Json.Serialization;

namespace Hoth.Jobs;

/// <summary>What a job does; every kind shares one record, one lifecycle and one namespace of ids.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobKind>))]
public enum JobKind
{
    /// <summary>Costs of a portfolio at one CSP (seed 004).</summary>
    [JsonStringEnumMemberName("cost")]
    Cost,

    /// <summary>A provisioning operation at one CSP (seed 004).</summary>
    [JsonStringEnumMemberName("provisioning")]
    Provisioning,

    /// <summary>An on-demand report (seed 002).</summary>
    [JsonStringEnumMemberName("report")]
    Report,

    /// <summary>A run of a QA package (seed 003).</summary>
    [JsonStringEnumMemberName("qa")]
    Qa,
}
