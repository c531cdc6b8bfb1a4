using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Runs;
using Hoth.QaRuns.Scenarios;

namespace Hoth.QaRuns.Tests.Runs;

public partial class OperationRunnerTests
{
    [Fact]
    public async Task Same_seed_makes_the_same_requests_byte_for_byte_and_another_seed_makes_others()
    {
        var first = await RequestsAsync(seed: 5);
        var second = await RequestsAsync(seed: 5);
        var other = await RequestsAsync(seed: 6);

        first.Count.ShouldBeGreaterThan(200);
        second.ShouldBe(first);
        other.ShouldNotBe(first);
    }

    [Fact]
    public async Task Run_that_was_stopped_goes_on_and_repeats_nothing_that_was_recorded()
    {
        var whole = await TestRun.RunAsync(new CspBehaviour(), seed: 3);
        var behaviour = new CspBehaviour();
        await using var server = await StartAsync(behaviour);
        var journal = new TestJournal();
        foreach (var calls in new[] { 5, 40, 150 })
        {
            using var stop = new CancellationTokenSource();
            var left = calls;
            await Should.ThrowAsync<OperationCanceledException>(TestRun.RunAsync(
                server, behaviour, journal, TestRun.Options with { Seed = 3 },
                next => new Mutant(c =>
                {
                    if (Interlocked.Decrement(ref left) == 0) stop.Cancel();
                    return c.PassAsync();
                }, next),
                cancellationToken: stop.Token));
        }

        await TestRun.RunAsync(server, behaviour, journal, TestRun.Options with { Seed = 3 });

        // The journal refuses a second record of a scenario.
        journal.Records.Select(r => r.ScenarioId).ShouldBe(whole.Records.Select(r => r.ScenarioId));
        journal.Records.SelectMany(r => r.Findings).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_leave_to_write_only_operations_that_read_are_called()
    {
        var methods = new ConcurrentBag<string>();

        var journal = await TestRun.RunAsync(new CspBehaviour(), 1, next => new Mutant(
            c =>
            {
                methods.Add(c.Request.Method.Method);
                return c.PassAsync();
            }, next), TestRun.Options with { AllowWrites = false });

        methods.Distinct().ShouldBe(["GET"]);
        journal.Records.SelectMany(r => r.Findings).ShouldBeEmpty();
        TestRun.NotReached(journal).ShouldBe(["addPortfolio", "addTaskOrder", "updateTaskOrder", "addEnvironment", "addAdministrators"], ignoreOrder: true);
        journal.Records.SelectMany(r => r.Created).ShouldBeEmpty();
    }

    [Fact]
    public async Task Busy_and_unready_targets_are_asked_again()
    {
        var behaviour = new CspBehaviour
        {
            Faults = [Fault.Throttled("0", times: 1), new Fault { Kind = FaultKind.Status, Status = 405, Times = 1, Operations = ["addPortfolio"] }],
        };

        var journal = await TestRun.RunAsync(behaviour, 1);

        journal.Records.SelectMany(r => r.Findings.Select(f => f.Fingerprint)).ShouldBeEmpty();
        TestRun.NotReached(journal).ShouldBeEmpty();
    }

    [Fact]
    public async Task Target_that_is_always_busy_is_not_judged()
    {
        var journal = await TestRun.RunAsync(new CspBehaviour { Faults = [Fault.Throttled("0", times: null)] }, 1, options: TestRun.Options with { MaxScenariosPerOperation = 1, PollSeconds = 0.05 });

        journal.Records.Where(r => r.Exchanges.Length > 0).ShouldAllBe(r => r.Outcome == ScenarioOutcome.NotRun && r.Reason == "The target said 429 Too Many Requests every time.");
        journal.Records.SelectMany(r => r.Reached).ShouldBeEmpty();
    }

    [Fact]
    public async Task Examples_are_tried_where_nothing_can_be_made()
    {
        var journal = await TestRun.RunAsync(new CspBehaviour(), 1, next => new Mutant(
            async c => await c.PassAsync() is var answer && c.Id == "addPortfolio" && answer.IsSuccessStatusCode ? await MutantCall.Answer(200, "{", "application/json") : answer, next));

        TestRun.FingerprintsOf(journal).ShouldBe(["content-type addPortfolio #/paths/~1portfolios/post/responses/200/content"]);
        TestRun.NotReached(journal).ShouldBeEmpty();
    }

    [Fact]
    public async Task Token_that_is_revoked_is_replaced()
    {
        var revoked = 0;
        await using var server = await StartAsync(new CspBehaviour());
        var journal = new TestJournal();

        await TestRun.RunAsync(server, new CspBehaviour(), journal, TestRun.Options, next => new Mutant(
            c =>
            {
                if (Interlocked.Increment(ref revoked) % 200 == 0) server.RevokeTokens(TestRun.Csp);
                return c.PassAsync();
            }, next));

        journal.Records.SelectMany(r => r.Findings.Select(f => $"{f.Fingerprint} {f.Message}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Redirects_are_not_followed_and_credentials_go_nowhere_else()
    {
        var asked = new ConcurrentBag<Uri>();

        var journal = await TestRun.RunAsync(new CspBehaviour(), 1, next => new Mutant(
            async c =>
            {
                asked.Add(c.Request.RequestUri!);
                if (c.Id != "getFarPart51Authorizations") return await c.PassAsync();
                var redirect = new HttpResponseMessage(HttpStatusCode.TemporaryRedirect);
                redirect.Headers.Location = new Uri("https://elsewhere.example/far51");
                return redirect;
            }, next));

        asked.ShouldAllBe(u => u.Host == "127.0.0.1");
        TestRun.FingerprintsOf(journal).ShouldBe(["undocumented-status getFarPart51Authorizations #/paths/~1far51/get/responses"]);
    }

    [Fact]
    public async Task Wrong_credentials_are_no_fault_of_the_api()
    {
        await using var server = await StartAsync(new CspBehaviour());
        var journal = new TestJournal();

        await TestRun.RunAsync(server, new CspBehaviour(), journal, TestRun.Options with { MaxScenariosPerOperation = 5 }, next => new Mutant(c => c.PassAsync(token: "wrong"), next));

        TestRun.FingerprintsOf(journal).ShouldBeEmpty();
        FindingFold.AreCredentialsRefused(journal.Records).ShouldBeTrue();
    }

    [Fact]
    public async Task No_secret_is_in_any_record()
    {
        var tokens = new ConcurrentBag<string>();

        var journal = await TestRun.RunAsync(new CspBehaviour(), 1, next => new Mutant(
            c =>
            {
                if (c.Request.Headers.Authorization?.Parameter is { } token && !token.StartsWith("nobody", StringComparison.Ordinal)) tokens.Add(token);
                return c.PassAsync();
            }, next));

        tokens.Distinct().Count().ShouldBeGreaterThan(1);
        var kept = string.Join('\n', journal.Records.SelectMany(r => r.Exchanges).SelectMany(e => e.RequestHeaders.Values.Concat(e.ResponseHeaders.Values).Append(e.Url).Append(e.RequestBody).Append(e.ResponseBody)));
        foreach (var token in tokens.Distinct()) kept.ShouldNotContain(token);
    }

    [Fact]
    public async Task More_scenarios_than_are_allowed_are_left_out_and_counted()
    {
        var journal = await TestRun.RunAsync(new CspBehaviour(), 1, options: TestRun.Options with { MaxScenariosPerOperation = 10 });

        foreach (var preparation in journal.Records.Where(r => r.Kind == ScenarioKind.Preparation))
        {
            var single = journal.Records.Count(r => r.OperationId == preparation.OperationId && r.Kind is not (ScenarioKind.Preparation or ScenarioKind.Lifecycle));
            single.ShouldBeLessThanOrEqualTo(10);
            if (preparation.LeftOut > 0) single.ShouldBe(10);
        }

        journal.Records.Sum(r => r.LeftOut).ShouldBeGreaterThan(100);
    }

    private static async Task<MockCspServer> StartAsync(CspBehaviour behaviour) =>
        await MockCspServer.StartAsync(new MockCspOptions { Csps = new Dictionary<string, CspBehaviour> { [TestRun.Csp] = behaviour }, AnyPortfolioHasCosts = false }, TimeProvider.System);

    private static async Task<IReadOnlyList<string>> RequestsAsync(int seed)
    {
        var requests = new ConcurrentBag<string>();
        await TestRun.RunAsync(new CspBehaviour { Async = new AsyncProvisioning() }, seed, next => new Mutant(
            c =>
            {
                requests.Add(Ids().Replace($"{c.Request.Method} {c.Request.RequestUri!.PathAndQuery} {string.Join(';', c.Request.Headers.NonValidated.Where(h => h.Key != "Authorization").Select(h => $"{h.Key}={h.Value}"))} {c.Body}", "ID"));
                return c.PassAsync();
            }, next));
        return [.. requests.Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("(pf|to|env|job)-[0-9a-f]{16}")]
    private static partial Regex Ids();
}
