using System.Text.Json;
using Hoth.Callers;
using Hoth.Jobs;
using Hoth.Json;
using Hoth.Ports;
using Hoth.Problems;

namespace Hoth.Reports;

/// <summary><c>POST /api/v1/reports/{id}/generate</c>: accepts a report job; its result is fetched later.</summary>
public sealed class StartReportJob(ConfigureReports reports, AcceptJob accept, ReportRules rules, IIds ids)
{
    /// <summary>Accepts.</summary>
    /// <param name="caller">Who asks: the owner of the job.</param>
    /// <param name="reportId">Which configuration.</param>
    /// <param name="body">The request body, or null: no parameters.</param>
    /// <param name="idempotencyKey">The header, or null: every request is a job of its own.</param>
    /// <param name="context">The call.</param>
    /// <param name="cancellationToken">Stops; the job may have been accepted.</param>
    /// <exception cref="ProblemException">400 with every violation; 403; 404; 409 not on demand, or another body under this key; 410.</exception>
    public async Task<AcceptedJob> ExecuteAsync(
        Caller caller, string reportId, JsonElement? body, string? idempotencyKey, RequestContext context, CancellationToken cancellationToken)
    {
        caller.Require(Scopes.ReadReports);
        var id = ConfigureReports.IdOf(reportId);
        IdempotencyKey.Check(idempotencyKey);

        // What the client sent, not what its report made of it: a retry succeeds though the configuration was changed meanwhile.
        var compared = body?.GetRawText() ?? "{}";
        try
        {
            if (idempotencyKey is null) return await AcceptAsync(IdempotencyKey.GuidOf(ids.NewId()));
            var jobId = IdempotencyKey.ToJobId(caller.Subject, id, idempotencyKey);
            return await accept.TryReplayAsync(jobId, JobKind.Report, compared, cancellationToken) ?? await AcceptAsync(jobId);
        }
        catch (ProblemException e) when (e.Problem.Code == ProblemCodes.JobIdReused)
        {
            throw new Problem(409, ProblemCodes.IdempotencyKeyReused, "The key names another request", "This Idempotency-Key came with another body before.").ToException(e);
        }

        async Task<AcceptedJob> AcceptAsync(string jobId)
        {
            var request = await CompleteAsync(caller, id, body, cancellationToken);
            return await accept.ExecuteAsync(
                new NewJob(jobId, JobKind.Report, request.ToJson(), caller.Subject, null) { Owner = caller.Subject, ComparedJson = compared }, context, cancellationToken);
        }
    }

    /// <summary>The configuration as it is now, with nothing left open.</summary>
    private async Task<ReportRequest> CompleteAsync(Caller caller, string id, JsonElement? body, CancellationToken cancellationToken)
    {
        var configuration = ReportConfiguration.FromJson((await reports.GetAsync(caller, id, cancellationToken)).Json);
        if (!configuration.IsOnDemand)
        {
            throw new Problem(
                409, ProblemCodes.ReportNotAsynchronous, "The report is not delivered by this API",
                $"Only reports with deliveryTarget {ReportConfiguration.ApiResponse} and asynchronous true can be generated on demand.").ToException();
        }

        var violations = new Violations();
        var input = body is { } value ? new JsonInput(value, "$", violations) : null;
        var source = ReportSources.Complete(configuration.Source, input?.Object("parameters", required: false), rules, violations);
        input?.RefuseUnknownMembers();
        violations.ThrowIfAny();
        return new ReportRequest(id, configuration.Name, configuration.Format, source!);
    }
}
