using System.Security.Cryptography;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Results.Rendering;

namespace Hoth.QaRuns.Runs;

/// <summary>The forms that a report is kept in.</summary>
internal sealed class ReportOutputs(IArtifactStore artifacts, IIds ids)
{
    /// <summary>The first is what there is for whoever does not say.</summary>
    public static IReadOnlyList<(string MediaType, Func<RunReport, Stream, CancellationToken, Task> Write)> Forms { get; } =
    [
        ("application/json", RunReportJson.WriteAsync),
        ("application/xml", JUnitReport.WriteAsync),
        ("text/html", HtmlReport.WriteAsync),
    ];

    /// <summary>Keeps a report in every form, in their order.</summary>
    public async Task<IReadOnlyList<JobOutput>> KeepAsync(JobRecord job, RunReport report, CancellationToken cancellationToken)
    {
        // New keys each time: two who evaluate the same run at once must not replace what the feed names.
        var id = ids.NewId();
        var outputs = new List<JobOutput>();
        foreach (var (mediaType, write) in Forms)
        {
            var key = $"jobs/{job.InstanceId}/report-{id}-{outputs.Count}";
            using var content = new MemoryStream();
            await write(report, content, cancellationToken);
            var hash = Convert.ToHexStringLower(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
            content.Position = 0;
            await artifacts.PutAsync(key, content, mediaType, cancellationToken);
            outputs.Add(new JobOutput(key, mediaType, content.Length, hash, null));
        }

        return outputs;
    }
}
