using System.Text.Json;
using Hoth.QaRuns.Ai;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Tests.Http;
using Hoth.QaRuns.Tests.Specs;

namespace Hoth.QaRuns.Tests.Ai;

public class ProposeInputsTests
{
    private const string Key = "sk-never-to-be-seen";
    private static readonly ApiSpec Spec = SpecReader.Read(SpecReaderTests.MockCsp());
    private readonly TestTime _time = new(atOnce: TimeSpan.FromSeconds(10));
    private readonly Journal _journal = new();

    [Fact]
    public async Task Proposals_are_read_and_the_validator_says_which_are_valid()
    {
        using var server = new ScriptedServer(Completion("""
            { "proposals": [
              { "title": "create and read", "steps": [
                { "operationId": "addPortfolio", "parameters": [], "body": "{\"name\":\"x\",\"task_orders\":[]}" },
                { "operationId": "getPortfolioById", "parameters": [{ "name": "portfolioId", "value": null, "fromStep": 0, "fromPointer": "/id" }], "body": null }] },
              { "title": "valid, says the model", "steps": [{ "operationId": "addPortfolio", "parameters": [], "body": "{\"name\":\"\"}" }] },
              { "title": "unknown operation", "steps": [{ "operationId": "dropTables", "parameters": [], "body": null }] },
              { "title": "unknown parameter", "steps": [{ "operationId": "addPortfolio", "parameters": [{ "name": "x", "value": "1", "fromStep": null, "fromPointer": null }], "body": "{}" }] },
              { "title": "a later step", "steps": [{ "operationId": "getPortfolioById", "parameters": [{ "name": "portfolioId", "value": null, "fromStep": 0, "fromPointer": "/id" }], "body": null }] },
              { "title": "dots", "steps": [{ "operationId": "getPortfolioById", "parameters": [{ "name": "portfolioId", "value": "..", "fromStep": null, "fromPointer": null }], "body": null }] },
              { "title": "line feed", "steps": [{ "operationId": "addPortfolio", "parameters": [{ "name": "Idempotency-Key", "value": "a\nb", "fromStep": null, "fromPointer": null }], "body": "{}" }] },
              { "title": "no JSON", "steps": [{ "operationId": "addPortfolio", "parameters": [], "body": "{" }] },
              { "title": "nothing of the operation", "steps": [{ "operationId": "getPortfolioById", "parameters": [{ "name": "portfolioId", "value": "p", "fromStep": null, "fromPointer": null }], "body": null }] },
              7 ] }
            """));

        var proposals = await AskAsync(server);

        _journal.Failures.ShouldBeEmpty();
        proposals.Select(p => p.Title).ShouldBe(["create and read", "valid, says the model"]);
        proposals[0].Steps.ShouldAllBe(s => s.IsValid);
        proposals[0].Steps[1].Parameters[0].ShouldBe(new ProposedParameter("portfolioId", "path", null, 0, "/id"));
        proposals[1].Steps[0].Broken.ShouldBe(
            ["#/components/schemas/PortfolioCreate/properties/name/minLength", "#/components/schemas/PortfolioCreate/required"], ignoreOrder: true);
    }

    [Fact]
    public async Task Only_the_specification_is_sent_and_strict_output_is_asked_for()
    {
        using var server = new ScriptedServer(Completion("""{ "proposals": [] }"""));

        await AskAsync(server);

        var request = server.Requests.ShouldHaveSingleItem();
        request.ShouldStartWith("POST /v1/chat/completions ");
        request.ShouldContain($"Authorization: Bearer {Key}");
        var body = JsonSerializer.Deserialize<JsonElement>(request[(request.IndexOf("\r\n\r\n") + 4)..]);
        body.GetProperty("model").GetString().ShouldBe("some-model");
        body.GetProperty("response_format").GetProperty("json_schema").GetProperty("strict").GetBoolean().ShouldBeTrue();
        var question = body.GetProperty("messages")[1].GetProperty("content").ToString();
        question.ShouldContain("addPortfolio");
        question.ShouldContain("^(?!0000)[0-9]{4}$", Case.Sensitive);
        body.GetRawText().ShouldNotContain(Key);
    }

    [Theory]
    [InlineData(401, "401")]
    [InlineData(429, "429")]
    [InlineData(500, "500")]
    [InlineData(302, "302")]
    public async Task Refusals_are_three_failures_and_then_nothing_is_proposed(int status, string reason)
    {
        using var server = new ScriptedServer(ScriptedServer.Say(status, $$"""{ "error": { "message": "Incorrect API key provided: {{Key}}" } }""", "Location: http://169.254.169.254/\r\n"));

        (await AskAsync(server)).ShouldBeEmpty();

        server.Requests.Count.ShouldBe(3);
        _journal.Failures.Select(f => (f.OperationId, f.Attempt, f.Of)).ShouldBe([("addPortfolio", 1, 3), ("addPortfolio", 2, 3), ("addPortfolio", 3, 3)]);
        _journal.Failures.ShouldAllBe(f => f.Reason.Contains(reason) && !f.Reason.Contains(Key));
        _time.Waits.Where(w => w < TimeSpan.FromSeconds(10)).ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)]);
    }

    public static TheoryData<string> Nonsense =>
    [
        ScriptedServer.Say(200, "<html>"), ScriptedServer.Say(200, "{}"), ScriptedServer.Say(200, "[1]"), ScriptedServer.Say(200, ""), "no http at all\r\n\r\n", "",
        Completion("Certainly! Here are some ideas"), Completion("""{ "ideas": [] }"""), Completion("[]"), Completion(""), Completion("""{ "proposals": [], "proposals": [] }"""),
        ScriptedServer.Say(200, """{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[]}"""),
        ScriptedServer.Say(200, new string(' ', (256 * 1024) + 1)),
        ScriptedServer.Say(200, "{}").Replace("Content-Length: 2", "Content-Length: 20"),
    ];

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Nonsense_is_a_failure_and_nothing_worse(string answer)
    {
        using var server = new ScriptedServer(answer);

        (await AskAsync(server)).ShouldBeEmpty();

        _journal.Failures.Count.ShouldBe(3);
        _journal.Failures.ShouldAllBe(f => f.Reason.Length > 5 && f.Reason.Length < 100 && !f.Reason.Contains(Key));
    }

    [Fact]
    public async Task An_endpoint_that_never_ends_its_answer_is_given_up_at_the_size()
    {
        using var server = new ScriptedServer(async (_, stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 X\r\nContent-Type: application/json\r\n\r\n"u8.ToArray(), stop);
            while (true) await stream.WriteAsync(new byte[64 * 1024], stop);
        });

        (await AskAsync(server)).ShouldBeEmpty();

        _journal.Failures.ShouldAllBe(f => f.Reason.Contains("256 KiB"));
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_given_up_in_time()
    {
        using var server = new ScriptedServer((_, _, stop) =>
        {
            _time.FireAll();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        });

        (await AskAsync(server)).ShouldBeEmpty();

        _journal.Failures.Select(f => f.Reason).ShouldBe(Enumerable.Repeat("there was no answer in 60 s", 3));
    }

    [Fact]
    public async Task A_second_attempt_that_succeeds_is_good()
    {
        using var server = new ScriptedServer(ScriptedServer.Say(500, ""), Completion("""{ "proposals": [{ "title": "t", "steps": [{ "operationId": "addPortfolio", "parameters": [], "body": null }] }] }"""));

        var proposals = await AskAsync(server);

        _journal.Failures.Count.ShouldBe(1);
        proposals.ShouldHaveSingleItem().Steps[0].Broken.ShouldHaveSingleItem().ShouldEndWith("/required");
    }

    [Fact]
    public async Task More_than_is_wanted_is_passed_over()
    {
        var step = """{ "operationId": "addPortfolio", "parameters": [], "body": null }""";
        var one = $$"""{ "title": "t", "steps": [{{step}}] }""";
        var long21 = $$"""{ "title": "t", "steps": [{{string.Join(',', Enumerable.Repeat(step, 21))}}] }""";
        using var server = new ScriptedServer(Completion($$"""{ "proposals": [{{long21}}, {{string.Join(',', Enumerable.Repeat(one, 60))}}] }"""));

        (await AskAsync(server)).Count.ShouldBe(49);
    }

    [Theory]
    [InlineData("http://example.com/v1", "https")]
    [InlineData("https://user@example.com/v1", "user info")]
    [InlineData("https://example.com/v1?x=1", "query")]
    public void Settings_that_would_leak_the_key_are_refused(string url, string rule)
    {
        var exception = Should.Throw<AiException>(() => new ProposeInputs(Settings(url), _time));

        exception.Message.ShouldContain(rule);
        exception.ToString().ShouldNotContain(Key);
        Settings(url).ToString().ShouldNotContain(Key);
    }

    private static string Completion(string content) => ScriptedServer.Say(200, $$"""
        {"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":{{JsonSerializer.Serialize(content)}}},"finish_reason":"stop"}]}
        """);

    private static AiSettings Settings(string url) => new() { BaseUrl = new Uri(url), Model = "some-model", ApiKey = Key };

    private async Task<IReadOnlyList<Proposal>> AskAsync(ScriptedServer server)
    {
        using var propose = new ProposeInputs(Settings(server.Url + "/v1"), _time);
        return await propose.AskAsync(Spec, Spec.Operations.Single(o => o.Id == "addPortfolio"), _journal, CancellationToken.None);
    }

    private sealed class Journal : IScenarioJournal
    {
        public List<(string OperationId, int Attempt, int Of, string Reason)> Failures { get; } = [];

        public Task AiFailedAsync(string operationId, int attempt, int of, string reason, CancellationToken cancellationToken)
        {
            Failures.Add((operationId, attempt, of, reason));
            return Task.CompletedTask;
        }

        public Task<ScenarioRecord?> FindAsync(string scenarioId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task CreatedAsync(string scenarioId, string operationId, ScenarioKind kind, string title, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ExecutedAsync(ScenarioRecord record, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
