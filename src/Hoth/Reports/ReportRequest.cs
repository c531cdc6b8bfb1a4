using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hoth.Reports;

/// <summary>
/// What a report job does: its configuration as it was when the report was asked for, with the parameters of that request. The job record keeps it, so
/// that a configuration changed later changes no job.
/// </summary>
/// <param name="ReportId">The configuration's id, a GUID in lower case with hyphens.</param>
/// <param name="Name">The configuration's name.</param>
/// <param name="Format">The form of the result.</param>
/// <param name="Source">Where its rows come from; complete.</param>
public sealed record ReportRequest(string ReportId, string Name, ReportFormat Format, ReportSource Source)
{
    /// <summary>The JSON text of the request.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.ReportRequest);

    /// <summary>The request that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no report request.</exception>
    public static ReportRequest FromJson(string json) =>
        JsonSerializer.Deserialize(json, ReportJson.Default.ReportRequest) ?? throw new JsonException("A report request must not be null.");
}

/// <summary>The form of a report's result.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportFormat>))]
public enum ReportFormat
{
    /// <summary>One JSON array of rows.</summary>
    [JsonStringEnumMemberName("json")]
    Json,

    /// <summary>A header line and a line per row (RFC 4180).</summary>
    [JsonStringEnumMemberName("csv")]
    Csv,
}

/// <summary>Where the rows of a report come from.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CostReportSource), "costs")]
[JsonDerivedType(typeof(HttpJobReportSource), "httpJob")]
public abstract record ReportSource;

/// <summary>The costs of portfolios at CSPs: each of the portfolios is asked for at each of the CSPs.</summary>
/// <param name="TargetCspNames">CSPs of the directory; 1 to 20.</param>
/// <param name="PortfolioIds">1 to 500; null in a configuration that leaves them to each request's parameters.</param>
/// <param name="StartDate">YYYY-MM or YYYY-MM-DD; null in a configuration that leaves it to each request's parameters.</param>
/// <param name="EndDate">As above, not before the start.</param>
public sealed record CostReportSource(IReadOnlyList<string> TargetCspNames, IReadOnlyList<string>? PortfolioIds, string? StartDate, string? EndDate) : ReportSource;

/// <summary>What an asynchronous HTTP job downloads.</summary>
/// <param name="Job">The name of its definition.</param>
/// <param name="Inputs">What the definition takes; a request's parameters add to it and replace.</param>
public sealed record HttpJobReportSource(string Job, IReadOnlyDictionary<string, string> Inputs) : ReportSource;

/// <summary>How requests and configurations are written. Members may be added; never rename one.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReportRequest))]
[JsonSerializable(typeof(ReportConfiguration))]
internal sealed partial class ReportJson : JsonSerializerContext;
