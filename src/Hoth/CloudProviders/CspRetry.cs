using Hoth.Ports;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Hoth.CloudProviders;

/// <summary>
/// Retries a call of a CSP in the same process: at most 3 tries, with exponential backoff and jitter (<see cref="CspDelays.ForRetry"/>),
/// and only while the delay and one more timeout fit into the caller's budget. What still fails afterwards goes back to the queue.
/// </summary>
internal sealed class CspRetry
{
    private const int Retries = 2;
    private static readonly ResiliencePropertyKey<Try> Current = new("hoth.csp.try");
    private readonly TimeProvider _time;
    private readonly IIds _ids;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<CspOutcome> _pipeline;

    public CspRetry(TimeProvider time, IIds ids, ILogger logger)
    {
        _time = time;
        _ids = ids;
        _logger = logger;
        _pipeline = new ResiliencePipelineBuilder<CspOutcome> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<CspOutcome>
            {
                MaxRetryAttempts = Retries,
                ShouldHandle = args => new(args.Outcome.Result is { } outcome && ShouldRetry(Of(args.Context), outcome, args.AttemptNumber + 1)),
                DelayGenerator = args => new(Of(args.Context).Delay),
            })
            .Build();
    }

    /// <summary>Calls until an outcome is final, or no retry fits. Exceptions are the caller's and end it at once.</summary>
    /// <param name="csp">A retry is started only when its timeout fits into the budget.</param>
    /// <param name="mayBeRepeated">False: an outcome that leaves open whether the CSP has acted is final.</param>
    /// <param name="budget">Time left for everything.</param>
    /// <param name="call">One try, given the time that is left for everything.</param>
    /// <param name="cancellationToken">Gives up, in delays too.</param>
    public async Task<CspOutcome> ExecuteAsync(
        CspSettings csp, bool mayBeRepeated, TimeSpan budget, Func<TimeSpan, CancellationToken, Task<CspOutcome>> call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var state = new Try(csp, mayBeRepeated, budget, _time, call);
            context.Properties.Set(Current, state);
            return await _pipeline.ExecuteAsync(
                static async (context, state) => await state.Call(state.Remaining, context.CancellationToken), context, state);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Decides, and notes the delay that it decided with: the two must not differ.</summary>
    private bool ShouldRetry(Try state, CspOutcome outcome, int attempt)
    {
        if (attempt > Retries || !outcome.IsTransient || !(state.MayBeRepeated || outcome.SurelyNotProcessed)) return false;
        var delay = CspDelays.ForRetry(attempt, outcome.RetryAfter, _ids.NextDouble());
        if (delay + state.Csp.Limits.Timeout > state.Remaining) return false;
        state.Delay = delay;
        Log.CspRetried(_logger, state.Csp.Name, outcome.Code, attempt, delay);
        return true;
    }

    private static Try Of(ResilienceContext context) => context.Properties.GetValue(Current, null!);

    /// <summary>The state of one call with its retries.</summary>
    private sealed class Try(CspSettings csp, bool mayBeRepeated, TimeSpan budget, TimeProvider time, Func<TimeSpan, CancellationToken, Task<CspOutcome>> call)
    {
        private readonly Budget _budget = new(budget, time);

        public CspSettings Csp { get; } = csp;

        public bool MayBeRepeated { get; } = mayBeRepeated;

        public Func<TimeSpan, CancellationToken, Task<CspOutcome>> Call { get; } = call;

        public TimeSpan Delay { get; set; }

        public TimeSpan Remaining => _budget.Left;
    }
}
