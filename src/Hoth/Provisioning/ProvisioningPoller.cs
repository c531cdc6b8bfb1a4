using System.Text.Json;
using Hoth.AsyncJobs;
using Hoth.CloudProviders;
using Hoth.Jobs;
using Microsoft.Extensions.Logging;

namespace Hoth.Provisioning;

/// <summary>Asks a CSP once how far it is (ATAT CSP API 1.3.2, getProvisioningStatus); a job that succeeded and names an environment has it fetched.</summary>
public sealed class ProvisioningPoller(CspDirectory directory, Lazy<CspClient> csps, TimeProvider time, ILogger<ProvisioningPoller> logger) : IAsyncPoller
{
    private const string Success = "SUCCESS";

    /// <inheritdoc />
    public async Task<AsyncStep> PollAsync(JobRecord job, TimeSpan budget, CancellationToken cancellationToken)
    {
        if (job.Csp is null || directory.Find(job.Csp) is not { } csp)
        {
            return new AsyncStep.Ended(new JobEnding(JobStatus.Failed, 500, null, new JobError(JobErrorCodes.Internal, "The CSP was taken out of the directory.")));
        }

        var clock = new Budget(budget, time);
        var outcome = await csps.Value.TryAsync(csp, new CspRequest(HttpMethod.Get, job.Poll!.Target!, job.InstanceId), clock.Left, cancellationToken);
        return outcome switch
        {
            CspOutcome.Answered { Answer: { Status: 200, BodyJson: { } body } answer } when StatusOf(body) is { } status =>
                await ByStatusAsync(csp, job, status, body, answer.RetryAfter, clock, cancellationToken),
            CspOutcome.Answered { Answer.Status: >= 200 and < 300 } => new AsyncStep.Blank(ProvisioningAnswers.Malformed("The CSP answered a poll without a status.")),
            // It may not know its own job yet (404), or credentials are being changed: neither is the job's failure.
            CspOutcome.Answered { Answer: { Status: 401 or 403 or 404 } answer } => new AsyncStep.Blank(EndingOf(outcome, answer)),
            { IsTransient: true } => new AsyncStep.Working(null, outcome.RetryAfter),
            CspOutcome.Answered { Answer: var answer } => new AsyncStep.Ended(EndingOf(outcome, answer)),
            _ => new AsyncStep.Blank(EndingOf(outcome, null)),
        };
    }

    private async Task<AsyncStep> ByStatusAsync(
        CspSettings csp, JobRecord job, string status, string body, TimeSpan? retryAfter, Budget clock, CancellationToken cancellationToken)
    {
        switch (status)
        {
            case Success:
                return await SucceedAsync(csp, job, body, clock, cancellationToken);
            case "FAILURE":
                return new AsyncStep.Ended(new JobEnding(JobStatus.Failed, 200, body, new JobError(JobErrorCodes.CspRefused, "The CSP reports that the job has failed.")));
            case "NOT_STARTED" or "IN_PROGRESS":
                return new AsyncStep.Working(status, retryAfter);
            default:
                Log.UnknownCspStatus(logger, job.JobId, job.Csp, PollAnswers.Printable(status));
                return new AsyncStep.Working(PollAnswers.Printable(status), retryAfter);
        }
    }

    /// <summary>The result is the environment with its dashboard link where the status names one, else the status.</summary>
    private async Task<AsyncStep> SucceedAsync(CspSettings csp, JobRecord job, string body, Budget clock, CancellationToken cancellationToken)
    {
        var (portfolioId, environmentId) = ResourceOf(body);
        if (portfolioId is null || environmentId is null) return Succeeded(body);
        var outcome = await csps.Value.TryAsync(csp, ProvisioningCalls.Environment(csp, portfolioId, environmentId, job), clock.Left, cancellationToken);
        return outcome switch
        {
            CspOutcome.Answered { Answer: { Status: 200, BodyJson: { } environment } } when environment.StartsWith('{') => Succeeded(environment),
            // Once more at the next poll; after that the status is the result, rather than a job that succeeded running into its deadline.
            { IsTransient: true } when job.Poll!.Status != Success => new AsyncStep.Working(Success, outcome.RetryAfter),
            _ => Succeeded(body),
        };
    }

    private static AsyncStep.Ended Succeeded(string json) => new(new JobEnding(JobStatus.Succeeded, 200, json, null));

    private static JobEnding EndingOf(CspOutcome outcome, CspAnswer? answer) =>
        ProvisioningAnswers.Ending(ProvisioningAnswers.Of(outcome, null, isFinal: true), answer?.BodyJson);

    private static string? StatusOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Text(document.RootElement, "status");
    }

    private static (string? PortfolioId, string? EnvironmentId) ResourceOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return (Id(document.RootElement, "portfolioId"), Id(document.RootElement, "environmentId"));
    }

    private static string? Id(JsonElement root, string member) => Text(root, member) is { } id && JobIds.IsResourceId(id) ? id : null;

    private static string? Text(JsonElement root, string member) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
