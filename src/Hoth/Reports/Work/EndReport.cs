using Hoth.CloudProviders;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Reports.Output;

namespace Hoth.Reports.Work;

/// <summary>Ends a report that has asked everything: assembles what there is, or says why there is nothing; and deletes what is not the result.</summary>
internal sealed class EndReport(IArtifactStore artifacts, IIds ids, TimeProvider time, IFaultPoints faults)
{
    private const int Deletes = 16;

    /// <summary>How much time one step should have: a report of some hundred megabytes is read twice and written once.</summary>
    public static TimeSpan StepTime => TimeSpan.FromMinutes(4);

    /// <summary>How the job ends; null when it does not yet: the time was up, or something has come to be known meanwhile.</summary>
    public async Task<JobEnding?> ExecuteAsync(ReportRun run, CancellationToken cancellationToken)
    {
        if (run.State.Missing.Count == run.Questions.Count) return Failed(run);
        var key = ReportKeys.Output(run.Job.InstanceId, ids.NewId(), run.Request.Format);

        // The name is on the record before there is anything by that name: whoever comes later knows what to delete.
        if (!await run.SaveAsync(run.State with { Outputs = [.. run.State.Outputs, key] }, cancellationToken) || run.IsCancelling) return null;
        using var timeout = new CallTimeout(run.Clock.Left, time, cancellationToken);
        JobOutput output;
        try
        {
            output = await new AssembleReport(artifacts).ExecuteAsync(key, run.Request.Format, [.. PartsOf(run)], timeout.Token);
        }
        catch (OperationCanceledException) when (timeout.TimedOut)
        {
            return null;
        }
        catch (ReportException e)
        {
            return new JobEnding(JobStatus.Failed, 500, null, new JobError(JobErrorCodes.Internal, e.Message)) { Warnings = WarningsOf(run) };
        }

        faults.Reached(FaultPoint.OutputStored);
        return await run.SaveAsync(run.State, cancellationToken) && !run.IsCancelling
            ? new JobEnding(JobStatus.Succeeded, 200, null, null) { Output = output, Warnings = WarningsOf(run) }
            : null;
    }

    /// <summary>Deletes everything but the result of a job that has ended.</summary>
    /// <returns>False when there was no time for all of it.</returns>
    public async Task<bool> DeleteLeftoversAsync(ReportRun run, CancellationToken cancellationToken)
    {
        var (job, state) = (run.Job, run.State);
        var keys = AskCsps.PartsOf(job.InstanceId, state, run.Questions)
            .Concat(state.Jobs.SelectMany(j => ReportKeys.AllOf(job.InstanceId, j)))
            .Concat(state.Outputs.Where(key => key != job.Output?.ArtifactKey));
        foreach (var some in keys.Chunk(Deletes))
        {
            if (run.Clock.Left <= TimeSpan.Zero) return false;
            await Task.WhenAll(some.Select(key => artifacts.DeleteAsync(key, cancellationToken)));
        }

        return true;
    }

    private static IEnumerable<string> PartsOf(ReportRun run)
    {
        var (instanceId, state) = (run.Job.InstanceId, run.State);
        var missing = state.Missing.ToHashSet();
        var jobs = state.Jobs.ToDictionary(job => job.Question);
        return Enumerable.Range(0, run.Questions.Count).Where(q => !missing.Contains(q))
            .SelectMany(q => jobs.TryGetValue(q, out var job) ? ReportKeys.OutputOf(instanceId, job) : [ReportKeys.Part(instanceId, q)]);
    }

    private static JobEnding Failed(ReportRun run)
    {
        var state = run.State;
        var error = state.Error!;
        if (run.Questions.Count > 1)
        {
            var first = state.Warnings.Count > 0 ? state.Warnings[0] : error.Detail;
            error = error with { Detail = $"None of the {run.Questions.Count} questions about costs was answered. The first: {first}" };
        }

        return new JobEnding(JobStatus.Failed, state.Code, null, error) { Warnings = WarningsOf(run) };
    }

    private static List<string> WarningsOf(ReportRun run)
    {
        var state = run.State;
        var unnamed = state.Missing.Count - state.NotInTime - ReportState.NamedWarnings;
        string?[] counts =
        [
            state.NotInTime > 0 ? $"{state.NotInTime} questions about costs were not asked before the report's deadline" : null,
            unnamed > 0 ? $"{state.Missing.Count - state.NotInTime} questions in all were not answered" : null,
        ];
        var summary = string.Join("; ", counts.OfType<string>());
        return summary.Length > 0 ? [.. state.Warnings, summary + "."] : [.. state.Warnings];
    }
}
