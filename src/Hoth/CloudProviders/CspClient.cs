using System.Collections.Concurrent;
using Hoth.Ports;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.CloudProviders;

/// <summary>
/// Calls CSPs by the ATAT CSP API 1.3.2. Keep one for the life of the process: it holds the connections, the access tokens and
/// the limits of concurrency. Every outcome is a <see cref="CspOutcome"/>; only the caller's own cancellation throws.
/// </summary>
public sealed class CspClient : IDisposable
{
    private readonly CspTransport _transport = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _slots = new(StringComparer.Ordinal);
    private readonly AccessTokens _tokens;
    private readonly CspRetry _retry;
    private readonly TimeProvider _time;
    private readonly HothMetrics _metrics;
    private readonly ILogger _logger;

    /// <summary>Creates the client; it connects to nothing yet.</summary>
    public CspClient(ISecrets secrets, IIds ids, TimeProvider time, HothMetrics metrics, ILogger<CspClient> logger)
    {
        _tokens = new AccessTokens(secrets, _transport, time);
        _retry = new CspRetry(time, ids, logger);
        _time = time;
        _metrics = metrics;
        _logger = logger;
    }

    /// <summary>Costs of a portfolio by task order and CLIN (getCostsByPortfolio), with retries.</summary>
    /// <param name="csp">Whom to ask.</param>
    /// <param name="portfolioId">1 to 128 printable characters, not "." or "..".</param>
    /// <param name="months">Which months.</param>
    /// <param name="call">For whom, and how long it may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The id is empty, "." or "..".</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<CspOutcome> GetCostsByPortfolioAsync(
        CspSettings csp, string portfolioId, CspMonths months, CspCall call, CancellationToken cancellationToken) =>
        SendAsync(csp, new CspRequest(HttpMethod.Get, CspPath.PortfolioCosts(csp, portfolioId, months), call.InstanceId), call.Budget, cancellationToken);

    /// <summary>Costs of one CLIN (getCostsByCLIN), with retries.</summary>
    /// <inheritdoc cref="GetCostsByPortfolioAsync"/>
    public Task<CspOutcome> GetCostsByClinAsync(
        CspSettings csp, string portfolioId, string taskOrderId, string clin, CspMonths months, CspCall call, CancellationToken cancellationToken) =>
        SendAsync(csp, new CspRequest(HttpMethod.Get, CspPath.ClinCosts(csp, portfolioId, taskOrderId, clin, months), call.InstanceId), call.Budget, cancellationToken);

    /// <summary>FAR Part 51 authorizations of those months, all pages as one array (getFarPart51Authorizations), with retries.</summary>
    /// <param name="csp">Whom to ask.</param>
    /// <param name="months">When they were made; 2023-01 at the earliest.</param>
    /// <param name="call">For whom, and how long all pages together may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<CspOutcome> GetFar51AuthorizationsAsync(CspSettings csp, CspMonths months, CspCall call, CancellationToken cancellationToken)
    {
        var budget = new Budget(call.Budget, _time);
        return Far51Pages.ReadAllAsync(offset =>
            SendAsync(csp, new CspRequest(HttpMethod.Get, CspPath.Far51Authorizations(csp, months, Far51Pages.PageSize, offset), call.InstanceId), budget.Left, cancellationToken));
    }

    /// <summary>Costs of a FAR Part 51 authorization (getCostsByFar51Authorization), with retries.</summary>
    /// <param name="csp">Whom to ask.</param>
    /// <param name="authorizationId">1 to 128 printable characters, not "." or "..".</param>
    /// <param name="months">Which months; 2023-01 at the earliest.</param>
    /// <param name="call">For whom, and how long it may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The id is empty, "." or "..".</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<CspOutcome> GetCostsByFar51AuthorizationAsync(
        CspSettings csp, string authorizationId, CspMonths months, CspCall call, CancellationToken cancellationToken) =>
        SendAsync(csp, new CspRequest(HttpMethod.Get, CspPath.Far51Costs(csp, authorizationId, months), call.InstanceId), call.Budget, cancellationToken);

    /// <summary>Any call, with retries as far as they are safe and fit into the budget.</summary>
    internal Task<CspOutcome> SendAsync(CspSettings csp, CspRequest request, TimeSpan budget, CancellationToken cancellationToken) =>
        _retry.ExecuteAsync(csp, request.MayBeRepeated(csp), budget, (remaining, cancel) => TryAsync(csp, request, remaining, cancel), cancellationToken);

    /// <summary>Any call, once; a 401 is answered with a new token and one more request.</summary>
    /// <param name="csp">Whom to call. Its timeout bounds the request itself, body included, not the waiting before it.</param>
    /// <param name="request">What to send.</param>
    /// <param name="budget">Time limit for everything: token, slot, request, body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<CspOutcome> TryAsync(CspSettings csp, CspRequest request, TimeSpan budget, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!CspLocation.IsWithin(csp.BaseUri, request.Target))
        {
            return Fail(csp, new CspFailure(CspFailureKind.Malformed, "The target is outside the CSP's configured base; nothing was sent.", IsTransient: false, SurelyNotProcessed: true));
        }

        var clock = new Budget(budget, _time);
        var (first, rejected) = await AuthorizedAsync(csp, request, null, clock, cancellationToken);
        if (first is not CspOutcome.Answered { Answer.Status: 401 } || rejected is null) return first;
        Log.CspTokenRejected(_logger, csp.Name);
        return (await AuthorizedAsync(csp, request, rejected, clock, cancellationToken)).Outcome;
    }

    /// <summary>Closes the connections. Calls in progress fail.</summary>
    public void Dispose()
    {
        _transport.Dispose();
        foreach (var slots in _slots.Values) slots.Dispose();
    }

    private async Task<(CspOutcome Outcome, AccessToken? Token)> AuthorizedAsync(
        CspSettings csp, CspRequest request, AccessToken? rejected, Budget budget, CancellationToken cancellationToken)
    {
        var slots = _slots.GetOrAdd(csp.Name, static (_, csp) => new SemaphoreSlim(csp.Limits.Concurrency), csp);
        AccessToken token;

        // Waiting must leave the request time enough: one that is sent with none left ends as of unknown outcome.
        using var waiting = new CallTimeout(budget.ForWaiting(csp.Limits.Timeout), _time, cancellationToken);
        try
        {
            var (current, problem) = await _tokens.GetAsync(csp, rejected, waiting.Token);
            if (current is null) return (Fail(csp, problem!), null);
            token = current;
            await slots.WaitAsync(waiting.Token);
        }
        catch (OperationCanceledException) when (waiting.TimedOut)
        {
            return (Fail(csp, new CspFailure(CspFailureKind.Timeout, "There was no access token or no free slot in time; nothing was sent.", IsTransient: true, SurelyNotProcessed: true)), null);
        }

        try
        {
            using var message = CspMessage.Create(request, token);
            if (request.BeforeSend is { } prepare) await prepare(cancellationToken);
            using var timeout = new CallTimeout(budget.ForRequest(csp.Limits.Timeout), _time, cancellationToken);
            var sent = _time.GetTimestamp();
            var (answer, failure) = await _transport.SendAsync(message, CspMessage.LargestAnswer, timeout);
            using (answer)
            {
                var outcome = answer is null ? new CspOutcome.Failed(failure!) : CspMessage.Read(answer, _time.GetUtcNow());
                var elapsed = _time.GetElapsedTime(sent);
                _metrics.CspCalled(csp.Name, outcome, elapsed);
                if (outcome is CspOutcome.Failed failed) return (Fail(csp, failed.Failure), token);
                Log.CspAnswered(_logger, csp.Name, request.Method.Method, outcome.Code, elapsed.TotalMilliseconds);
                return (outcome, token);
            }
        }
        finally
        {
            slots.Release();
        }
    }

    private CspOutcome.Failed Fail(CspSettings csp, CspFailure failure)
    {
        Log.CspFailed(_logger, csp.Name, failure.Kind, failure.Detail);
        return new CspOutcome.Failed(failure);
    }
}
