using System.Text.Json;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.QaRuns.Ai;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Tests.Http;

namespace Hoth.QaRuns.Tests.Runs;

/// <summary>What a language model proposes is run like every other scenario; without it the scenarios of the schema are run all the same.</summary>
public class ProposalRunTests
{
    private const string Proposals = """
        { "proposals": [
          { "title": "make and read", "steps": [
            { "operationId": "addPortfolio", "parameters": [], "body": "{\"name\":\"Proposed\",\"task_orders\":[]}" },
            { "operationId": "getPortfolioById", "parameters": [{ "name": "portfolioId", "value": null, "fromStep": 0, "fromPointer": "/id" }], "body": null }] },
          { "title": "valid, says the model", "steps": [{ "operationId": "addPortfolio", "parameters": [], "body": "{\"name\":\"\"}" }] },
          { "title": "made up", "steps": [
            { "operationId": "addPortfolio", "parameters": [], "body": "{\"name\":\"Proposed too\",\"task_orders\":[]}" },
            { "operationId": "getPortfolioById", "parameters": [{ "name": "portfolioId", "value": "pf-made-up", "fromStep": null, "fromPointer": null }], "body": null }] },
          { "title": "nothing to go on with", "steps": [
            { "operationId": "addPortfolio", "parameters": [], "body": "{\"name\":7}" },
            { "operationId": "getPortfolioById", "parameters": [{ "name": "portfolioId", "value": null, "fromStep": 0, "fromPointer": "/id" }], "body": null }] } ] }
        """;

    [Fact]
    public async Task Proposals_are_run_after_what_the_validator_says_of_them()
    {
        using var endpoint = new ScriptedServer(Completion(Proposals));

        var journal = await RunAsync(endpoint, "addPortfolio");

        var proposed = journal.Records.Where(r => r.Kind == ScenarioKind.Proposed).ToList();
        proposed.Select(r => (r.Title, r.Outcome)).ShouldBe(
            [("make and read", ScenarioOutcome.Passed), ("valid, says the model", ScenarioOutcome.Passed), ("made up", ScenarioOutcome.NotRun), ("nothing to go on with", ScenarioOutcome.NotRun)]);
        proposed[0].Exchanges.Select(e => e.Status).ShouldBe([200, 200]);
        proposed[1].Exchanges.Select(e => e.Status).ShouldBe([400]);
        journal.Records.SelectMany(r => r.Findings).ShouldBeEmpty();
        journal.Records.Count(r => r.Kind == ScenarioKind.Violation).ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Fault_that_only_a_proposal_shows_is_found()
    {
        using var endpoint = new ScriptedServer(Completion(Proposals));

        var journal = await RunAsync(endpoint, "addPortfolio", next => new Mutant(
            c => c.Id == "addPortfolio" && c.Body?.Contains("Proposed\"", StringComparison.Ordinal) == true ? MutantCall.Problem(500) : c.PassAsync(), next));

        TestRun.FingerprintsOf(journal).ShouldBe(["server-error addPortfolio #/paths/~1portfolios/post/responses"]);
        journal.Records.Single(r => r.Findings.Length > 0).Title.ShouldBe("make and read");
    }

    [Fact]
    public async Task Endpoint_that_fails_is_asked_three_times_and_the_schema_has_to_do()
    {
        using var endpoint = new ScriptedServer(ScriptedServer.Say(500, "{}"));

        var journal = await RunAsync(endpoint, "getPortfolioById");

        journal.AiFailures.ShouldBe([("getPortfolioById", 1), ("getPortfolioById", 2), ("getPortfolioById", 3)]);
        journal.Records.ShouldNotContain(r => r.Kind == ScenarioKind.Proposed);
        journal.Records.Count.ShouldBeGreaterThan(5);
        journal.Records.SelectMany(r => r.Findings).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_that_goes_on_has_the_proposals_that_it_began_with()
    {
        using var endpoint = new ScriptedServer(Completion(Proposals), Completion("""{ "proposals": [] }"""));
        var journal = new TestJournal();
        using var stop = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(RunAsync(endpoint, "addPortfolio", next => new Mutant(
            c =>
            {
                if (c.Id == "addPortfolio") stop.Cancel();
                return c.PassAsync();
            }, next), journal, stop.Token));
        await RunAsync(endpoint, "addPortfolio", null, journal);

        endpoint.Requests.Count.ShouldBe(1);
        journal.Records.Count(r => r.Kind == ScenarioKind.Proposed).ShouldBe(4);
    }

    private static string Completion(string content) => ScriptedServer.Say(200, $$"""
        { "id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": {{JsonSerializer.Serialize(content)}} } }] }
        """);

    private static async Task<TestJournal> RunAsync(
        ScriptedServer endpoint, string operation, Func<HttpMessageHandler, HttpMessageHandler>? mutate = null, TestJournal? journal = null, CancellationToken cancellationToken = default)
    {
        await using var server = await MockCspServer.StartAsync(new MockCspOptions { Csps = new Dictionary<string, CspBehaviour> { [TestRun.Csp] = new() }, AnyPortfolioHasCosts = false }, TimeProvider.System, CancellationToken.None);
        using var proposer = new ProposeInputs(new AiSettings { BaseUrl = new Uri($"{endpoint.Url}/v1"), Model = "some-model", ApiKey = "key" }, new TestTime(atOnce: TimeSpan.FromSeconds(10)));
        journal ??= new TestJournal();
        await TestRun.RunAsync(server, new CspBehaviour(), journal, TestRun.Options, mutate, proposer, operation, cancellationToken);
        return journal;
    }
}
