using Hoth.CloudProviders;
using Hoth.PortContracts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hoth.Tests.CloudProviders;

public class CspRetryTests
{
    private static readonly CspOutcome Ok = Answer(200);
    private static readonly CspOutcome Unreachable = Failure(CspFailureKind.Unreachable, surelyNotProcessed: true);
    private static readonly CspOutcome Ambiguous = Failure(CspFailureKind.Timeout, surelyNotProcessed: false);
    private readonly ManualTimeProvider _time = new() { SkipsWaits = true };
    private readonly List<(TimeSpan At, TimeSpan Timeout)> _tries = [];

    private static CspSettings Csp { get; } = new("a", new Uri("https://csp.example.com/"), new CspTokenSettings(new Uri("https://csp.example.com/t"), []), "s",
        new CspCosts(CspCostMode.Sync), new CspLimits(1, TimeSpan.FromSeconds(10)), HonoursIdempotencyKey: false);

    [Fact]
    public async Task Call_is_tried_three_times_with_backoff_when_the_trouble_stays()
    {
        (await RunAsync(60, Answer(500), Answer(503), Answer(502), Ok)).ShouldBe(Answer(502));

        _tries.Select(t => t.At.TotalMilliseconds).ShouldBe([0, 200, 600]);
    }

    [Fact]
    public async Task Call_ends_when_it_succeeds()
    {
        (await RunAsync(60, Answer(429), Ok, Answer(500))).ShouldBe(Ok);

        _tries.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task Call_is_final_when_the_answer_is_not_transient(int status)
    {
        (await RunAsync(60, Answer(status), Ok)).ShouldBe(Answer(status));

        _tries.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(30, 3)]
    [InlineData(10.7, 3)]
    [InlineData(10.5, 2)]
    [InlineData(10.2, 2)]
    [InlineData(10.1, 1)]
    [InlineData(10, 1)]
    [InlineData(1, 1)]
    public async Task Retry_is_made_when_delay_and_timeout_fit_into_the_budget(double budgetSeconds, int tries)
    {
        await RunAsync(budgetSeconds, Unreachable, Unreachable, Unreachable, Ok);

        _tries.Count.ShouldBe(tries);
        _tries.ShouldAllBe(t => t.At + t.Timeout <= TimeSpan.FromSeconds(budgetSeconds));
    }

    [Fact]
    public async Task Try_gets_the_rest_of_the_budget_when_that_is_less_than_its_timeout()
    {
        await RunAsync(4, Ok);

        _tries.ShouldHaveSingleItem().Timeout.ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Retry_waits_for_retry_after_when_it_fits()
    {
        (await RunAsync(60, Answer(429, 45), Ok)).ShouldBe(Ok);

        _tries.Select(t => t.At.TotalSeconds).ShouldBe([0, 45]);
    }

    [Fact]
    public async Task Outcome_is_handed_back_when_its_retry_after_does_not_fit()
    {
        (await RunAsync(60, Answer(429, 51), Ok)).ShouldBe(Answer(429, 51));

        _tries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Unsafe_call_is_final_when_the_csp_may_have_acted()
    {
        (await RunAsync(60, mayBeRepeated: false, Answer(500), Ok)).ShouldBe(Answer(500));
        (await RunAsync(60, mayBeRepeated: false, Ambiguous, Ok)).ShouldBe(Ambiguous);

        _tries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Unsafe_call_is_repeated_when_the_csp_has_surely_not_acted()
    {
        (await RunAsync(60, mayBeRepeated: false, Answer(503), Unreachable, Ok)).ShouldBe(Ok);
        (await RunAsync(60, mayBeRepeated: false, Answer(429), Ambiguous, Ok)).ShouldBe(Ambiguous);
    }

    [Theory]
    [InlineData("GET", false, true)]
    [InlineData("PUT", false, true)]
    [InlineData("POST", false, false)]
    [InlineData("PATCH", false, false)]
    [InlineData("POST", true, true)]
    [InlineData("PATCH", true, true)]
    public void Request_may_be_repeated_when_method_or_csp_make_it_safe(string method, bool honoursKey, bool expected) =>
        new CspRequest(new HttpMethod(method), Csp.BaseUri, "i").MayBeRepeated(Csp with { HonoursIdempotencyKey = honoursKey }).ShouldBe(expected);

    [Fact]
    public async Task Caller_can_give_up_during_a_delay()
    {
        var standing = new ManualTimeProvider();
        using var caller = new CancellationTokenSource();
        var call = new CspRetry(standing, new FixedIds(), NullLogger.Instance)
            .ExecuteAsync(Csp, true, TimeSpan.FromMinutes(1), (_, _) => Task.FromResult(Unreachable), caller.Token);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    private Task<CspOutcome> RunAsync(double budgetSeconds, params CspOutcome[] outcomes) => RunAsync(budgetSeconds, true, outcomes);

    private async Task<CspOutcome> RunAsync(double budgetSeconds, bool mayBeRepeated, params CspOutcome[] outcomes)
    {
        var started = _time.GetUtcNow();
        var next = 0;
        return await new CspRetry(_time, new FixedIds(), NullLogger.Instance).ExecuteAsync(Csp, mayBeRepeated, TimeSpan.FromSeconds(budgetSeconds), (timeout, _) =>
        {
            _tries.Add((_time.GetUtcNow() - started, timeout));
            return Task.FromResult(outcomes[next++]);
        }, default);
    }

    private static CspOutcome.Answered Answer(int status, int? retryAfter = null) =>
        new(new CspAnswer(status, null, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null));

    private static CspOutcome.Failed Failure(CspFailureKind kind, bool surelyNotProcessed) => new(new CspFailure(kind, "x", IsTransient: true, surelyNotProcessed));
}
