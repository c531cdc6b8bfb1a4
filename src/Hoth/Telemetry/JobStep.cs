using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Hoth.Jobs;
using Microsoft.Extensions.Logging;

namespace Hoth.Telemetry;

/// <summary>
/// One step of a job, from here until it is disposed: a span of the job's trace (W3C Trace Context), and on every log line within it
/// the job's id, trace id, kind, CSP, attempt and a hash of its portfolio, whoever writes the line.
/// </summary>
public sealed class JobStep : IDisposable
{
    /// <summary>The name of the source of Hoth's spans.</summary>
    public const string SourceName = "Hoth";

    private static readonly ActivitySource Source = new(SourceName);
    private readonly Activity? _span;
    private readonly IDisposable? _scope;

    private JobStep(Activity? span, IDisposable? scope) => (_span, _scope) = (span, scope);

    /// <inheritdoc />
    public void Dispose()
    {
        _scope?.Dispose();
        _span?.Dispose();
    }

    /// <summary>Begins a step.</summary>
    /// <param name="logger">Any logger of the host.</param>
    /// <param name="name">The use case.</param>
    /// <param name="job">The job.</param>
    /// <param name="operation">What is asked of the CSP; null where nothing is, or it is not known yet.</param>
    public static JobStep Begin(ILogger logger, string name, JobRecord job, string? operation = null)
    {
        var span = Source.StartActivity(name, ActivityKind.Internal, job.TraceParent);
        span?.SetTag("hoth.job.id", job.JobId).SetTag("hoth.job.kind", job.Kind).SetTag("hoth.csp", job.Csp).SetTag("hoth.attempt", job.Attempt);
        return new JobStep(span, logger.BeginScope(new JobScope(job, operation)));
    }

    /// <summary>The trace id of a traceparent, or null: version, trace id, parent id and flags, each ended by a hyphen.</summary>
    public static string? TraceIdOf(string? traceParent) => traceParent is { Length: >= 35 } ? traceParent[3..35] : null;

    /// <summary>Tells portfolios apart in the log without naming them: 12 hex digits of the SHA-256.</summary>
    public static string HashOf(string portfolioId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(portfolioId)).AsSpan(0, 6));
}
