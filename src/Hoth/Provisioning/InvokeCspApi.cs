using Hoth.CloudProviders;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.Provisioning;

/// <summary>
/// The first task of the provisioning state machine: makes the job's CSP call once and puts what it came to on the record, before
/// anything follows from it. Retries are the state machine's. A call that must not be made twice is marked as begun before it is
/// made: a later attempt that finds the mark and no answer ends the job as of unknown outcome instead of making it again.
/// </summary>
public sealed class InvokeCspApi(
    IJobStore jobs, JobBodies bodies, CspDirectory directory, Lazy<CspClient> csps, TimeProvider time, IFaultPoints faults, ILogger<InvokeCspApi> logger)
{
    /// <summary>Makes the call.</summary>
    /// <param name="task">Which job.</param>
    /// <param name="remaining">The function's remaining time.</param>
    /// <param name="cancellationToken">Stops; the call may have been made.</param>
    /// <exception cref="CspUnavailableException">It may be made again.</exception>
    /// <exception cref="InvalidOperationException">There is no such job.</exception>
    public async Task<ProvisioningTaskAnswer> ExecuteAsync(ProvisioningTask task, TimeSpan remaining, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var started = await jobs.UpdateAsync(
            task.JobId, j => j.InstanceId == task.InstanceId && now < j.DeadlineAt ? JobLifecycle.Start(j, task.InstanceId, now) : null, cancellationToken);
        if (started.Job is not { } job || job.InstanceId != task.InstanceId) throw new InvalidOperationException($"Job {task.JobId} has no record.");
        // Ended, or past its deadline: the next task sees which.
        if (!started.Written) return new ProvisioningTaskAnswer(job.Code ?? JobEnding.DeadlineExceeded.Code);

        if (job.Answer is { IsFinal: true } known) return new ProvisioningTaskAnswer(known.Code);

        faults.Reached(FaultPoint.JobStarted);
        var request = ProvisioningRequest.FromJson(await bodies.LoadAsync(job.Request, cancellationToken) ?? throw new InvalidOperationException($"Job {job.JobId} has no request."));
        using var step = JobStep.Begin(logger, nameof(InvokeCspApi), job, request.OperationName);
        Log.JobStarted(logger, job.JobId, job.Kind, job.Csp, job.Attempt);
        if (directory.Find(request.TargetCspName) is not { } csp)
        {
            var gone = new CspFailure(CspFailureKind.Misconfigured, "The CSP was taken out of the directory after the request was accepted.", IsTransient: false, SurelyNotProcessed: true);
            return await RecordAsync(job, new CspOutcome.Failed(gone), isUnknown: false, isFinal: true, cancellationToken);
        }

        var call = ProvisioningCalls.Of(csp, request, job);
        var repeatable = call.MayBeRepeated(csp);
        if (!repeatable)
        {
            // Begun before, and nobody knows what came of it.
            if (job.CallBegunAt is not null) return await RecordAsync(job, ProvisioningAnswers.Unknown, cancellationToken);
            var begun = false;
            call = call with
            {
                BeforeSend = async cancel =>
                {
                    // A second send follows a 401, which did nothing.
                    if (!begun) job = await BeginAsync(job, cancel);
                    begun = true;
                },
            };
        }

        var outcome = await csps.Value.TryAsync(csp, call, Min(WorkTime.ForCalls(remaining), job.DeadlineAt - now), cancellationToken);
        faults.Reached(FaultPoint.CspAnswered);
        var isUnknown = !repeatable && outcome is { IsTransient: true, SurelyNotProcessed: false };
        if (isUnknown && outcome is CspOutcome.Failed) return await RecordAsync(job, ProvisioningAnswers.Unknown, cancellationToken);

        var again = outcome.IsTransient && !isUnknown;
        var answer = await RecordAsync(job, outcome, isUnknown, isFinal: !again, cancellationToken);
        return again ? throw new CspUnavailableException(outcome is CspOutcome.Answered ? $"status {answer.Code}" : "no answer") : answer;
    }

    /// <exception cref="InvalidOperationException">Another attempt makes the call, or the job has ended.</exception>
    private async Task<JobRecord> BeginAsync(JobRecord job, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var begun = await jobs.UpdateAsync(job, j => JobLifecycle.BeginCall(j, now), cancellationToken);
        faults.Reached(FaultPoint.CallBegun);
        return begun.Written ? begun.Job! : throw new InvalidOperationException($"The call for job {job.JobId} was begun by another attempt.");
    }

    private async Task<ProvisioningTaskAnswer> RecordAsync(JobRecord job, CspOutcome outcome, bool isUnknown, bool isFinal, CancellationToken cancellationToken)
    {
        var body = outcome is CspOutcome.Answered { Answer.BodyJson: { } json } ? await bodies.StoreAsync(job.InstanceId, "answer", json, cancellationToken) : null;
        var answer = ProvisioningAnswers.Of(outcome, body, isFinal);
        return await RecordAsync(job, isUnknown ? answer with { Error = ProvisioningAnswers.Unknown.Error } : answer, cancellationToken);
    }

    private async Task<ProvisioningTaskAnswer> RecordAsync(JobRecord job, JobAnswer answer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        JobBody? replaced = null;
        var update = await jobs.UpdateAsync(
            job,
            j =>
            {
                replaced = j.Answer?.Body;
                return JobLifecycle.RecordAnswer(j, answer, now);
            },
            cancellationToken);
        // Another attempt's answer was first (or the job has ended): that one counts.
        await bodies.DeleteAsync(update.Written ? replaced : answer.Body, cancellationToken);
        faults.Reached(FaultPoint.AnswerRecorded);
        return new ProvisioningTaskAnswer((update.Job?.Answer ?? answer).Code);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
