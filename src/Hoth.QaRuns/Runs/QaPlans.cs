using Hoth.Jobs;
using Hoth.Ports;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Runs;

/// <summary>Plans of runs: the job's package and the artifact with the specification, read once per process and run.</summary>
public sealed class QaPlans(JobBodies bodies, IArtifactStore artifacts, IIds ids)
{
    /// <summary>A process works on few runs at a time.</summary>
    private const int Kept = 4;

    private readonly Lock _gate = new();
    private readonly List<(string InstanceId, QaPlan Plan)> _known = [];

    /// <summary>The package of a run.</summary>
    internal async Task<QaPackage> PackageOfAsync(JobRecord job, CancellationToken cancellationToken) =>
        QaPackage.FromJson(await bodies.LoadAsync(job.Request, cancellationToken) ?? throw new InvalidOperationException($"Job {job.JobId} has no request."));

    /// <summary>Keeps the specification of a run.</summary>
    /// <returns>The artifact.</returns>
    internal async Task<string> KeepAsync(JobRecord job, ReadOnlyMemory<byte> spec, CancellationToken cancellationToken)
    {
        // A new key each time: two who plan the same run at once must not replace what the feed names.
        var key = $"jobs/{job.InstanceId}/spec-{ids.NewId()}";
        using var content = new MemoryStream(spec.ToArray(), writable: false);
        await artifacts.PutAsync(key, content, "application/octet-stream", cancellationToken);
        return key;
    }

    /// <summary>The plan of a run whose specification was read.</summary>
    internal async Task<QaPlan> OpenAsync(JobRecord job, PlanSummary summary, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_known.Find(known => known.InstanceId == job.InstanceId).Plan is { } plan) return plan;
        }

        await using var stream = await artifacts.OpenAsync(summary.SpecKey, cancellationToken) ?? throw new InvalidOperationException($"The artifact {summary.SpecKey} is gone.");
        using var text = new MemoryStream();
        await stream.CopyToAsync(text, cancellationToken);
        var opened = new QaPlan(await PackageOfAsync(job, cancellationToken), SpecReader.Read(text.ToArray()));
        lock (_gate)
        {
            if (_known.Count >= Kept) _known.RemoveAt(0);
            _known.Add((job.InstanceId, opened));
        }

        return opened;
    }
}
