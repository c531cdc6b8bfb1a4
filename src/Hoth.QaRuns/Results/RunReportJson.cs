using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hoth.QaRuns.Results;

/// <summary>Reports as JSON.</summary>
public static class RunReportJson
{
    /// <summary>Bodies full of quotation marks stay readable; reports are never put into HTML as they are.</summary>
    private static readonly RunReportContext Readable =
        new(new JsonSerializerOptions(RunReportContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes a report, piece by piece.</summary>
    public static Task WriteAsync(RunReport report, Stream output, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(output, report, Readable.RunReport, cancellationToken);

    /// <summary>Reads what <see cref="WriteAsync"/> wrote.</summary>
    /// <exception cref="JsonException">It is no report of a format that is known.</exception>
    public static async Task<RunReport> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        var report = await JsonSerializer.DeserializeAsync(input, Readable.RunReport, cancellationToken);
        return report is { Format: RunReport.CurrentFormat } ? report : throw new JsonException($"It is no report of the format {RunReport.CurrentFormat}.");
    }
}

/// <summary>How reports are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunReport))]
internal sealed partial class RunReportContext : JsonSerializerContext;
