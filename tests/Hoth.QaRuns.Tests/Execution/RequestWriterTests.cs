using System.Collections.Immutable;
using System.Text;
using Hoth.QaRuns.Execution;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Runs;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Tests.Http;
using Hoth.QaRuns.Tests.Runs;

namespace Hoth.QaRuns.Tests.Execution;

public class RequestWriterTests
{
    [Theory]
    [InlineData("/", "")]
    [InlineData("/x/{a}", "/x/1%2F2")]
    [InlineData("/x/{a}.csv", "/x/1%2F2.csv")]
    [InlineData("/x/v{a}", "/x/v1%2F2")]
    [InlineData("/x/{a}-{b}/y/{a}", "/x/1%2F2-3/y/1%2F2")]
    [InlineData("/x/{a}{b}:z", "/x/1%2F23:z")]
    public void Address_has_the_values_of_its_path_wherever_they_stand(string path, string address)
    {
        var operation = Spec(path).Operations[0];
        var values = new Dictionary<string, string> { ["a"] = "1/2", ["b"] = "3" };
        var request = new CaseRequest
        {
            Operation = operation,
            Path = ResourcePath.ParametersOf(operation).ToImmutableSortedDictionary(p => p.Name, p => new PathValue(values[p.Name], IsVariable: false)),
        };

        RequestWriter.AddressOf(new Uri("https://csp.example/base/"), request, ImmutableDictionary<string, string>.Empty).AbsoluteUri.ShouldBe("https://csp.example/base" + address);
    }

    [Fact]
    public void Parameters_of_a_segment_are_items_only_when_they_begin_it_alone()
    {
        Items("/x/{a}").ShouldBe(["/x/{}"]);
        Items("/x/{a}:cancel").ShouldBe(["/x/{}"]);
        Items("/x/{a}-{b}").ShouldBe(["/x/{a}-{b}#a/{}", "/x/{a}-{b}#b/{}"]);
        Items("/x/{a}/v{b}").ShouldBe(["/x/{}", "/x/{}/v{b}#b/{}"]);

        static IEnumerable<string> Items(string path) => ResourcePath.ParametersOf(Spec(path).Operations[0]).Select(p => p.Item);
    }

    [Theory]
    [InlineData("/x/{a}.csv")]
    [InlineData("/x/{a}-{b}/v{c}")]
    public async Task Operation_with_parameters_within_segments_is_tried_with_values(string path)
    {
        using var server = new ScriptedServer(ScriptedServer.Say(200, "{}"));

        var journal = await RunAsync(server, Spec(path));

        var sent = journal.Records.SelectMany(r => r.Exchanges).Select(e => new Uri(e.Url).AbsolutePath).ToList();
        sent.ShouldNotBeEmpty();
        sent.ShouldAllBe(p => !p.Contains('{') && !p.Contains("%7B", StringComparison.OrdinalIgnoreCase));
        journal.Records.SelectMany(r => r.Reached).ShouldContain("op");
    }

    [Theory]
    [InlineData("application/a b+json")]
    [InlineData("+json")]
    [InlineData("application/ä+json")]
    [InlineData("application/a\\r\\nX-Evil: 1+json")]
    public async Task Operation_whose_media_type_is_none_is_not_run(string mediaType)
    {
        using var server = new ScriptedServer(ScriptedServer.Say(200, "{}"));

        var journal = await RunAsync(server, Spec("/x", "post", mediaType));

        journal.Records.Where(r => r.Outcome == ScenarioOutcome.NotRun).Select(r => r.Reason).ShouldContain(r => r!.Contains("no media type", StringComparison.Ordinal));
        journal.Records.SelectMany(r => r.Findings).ShouldBeEmpty();
        server.Requests.ShouldNotContain(r => r.StartsWith("POST", StringComparison.Ordinal) && r.Contains("Content-Type", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/Merge-patch+json", "application/Merge-patch+json")]
    public async Task Body_is_sent_as_the_media_type_that_is_listed(string listed, string sent)
    {
        using var server = new ScriptedServer(ScriptedServer.Say(200, "{}"));

        await RunAsync(server, Spec("/x", "post", listed));

        server.Requests.ShouldContain(r => r.Contains($"Content-Type: {sent}\r\n", StringComparison.Ordinal));
    }

    private static ApiSpec Spec(string path, string method = "get", string? mediaType = null)
    {
        var parameters = string.Join(',', "abc".Where(name => path.Contains($"{{{name}}}", StringComparison.Ordinal))
            .Select(name => $$"""{ "name": "{{name}}", "in": "path", "required": true, "schema": { "type": "string" } }"""));
        var body = mediaType is null ? "" : $$""" "requestBody": { "required": false, "content": { "{{mediaType}}": { "schema": { "type": "object", "required": ["n"], "properties": { "n": { "type": "integer" } } } } } }, """;
        return SpecReader.Read(Encoding.UTF8.GetBytes($$"""
            { "openapi": "3.1.0", "info": { "title": "T", "version": "1" }, "paths": { "{{path}}": { "{{method}}": {
              "operationId": "op", "parameters": [{{parameters}}], {{body}}
              "responses": { "200": { "description": "" }, "400": { "description": "" }, "404": { "description": "" } } } } } }
            """));
    }

    private static async Task<TestJournal> RunAsync(ScriptedServer server, ApiSpec spec)
    {
        var options = TestRun.Options;
        using var http = new HttpMessageInvoker(Target.CreateHandler());
        using var throttle = new Throttle(options.Concurrency, options.RequestsPerSecond, TimeProvider.System);
        var journal = new TestJournal();
        await new OperationRunner(spec, new Target(new Uri(server.Url), TargetCredentials.None, options, throttle, http, TimeProvider.System)).RunAsync(spec.Operations[0], journal, CancellationToken.None);
        return journal;
    }
}
