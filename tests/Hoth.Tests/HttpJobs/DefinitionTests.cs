using System.Text.Json.Nodes;
using Hoth.HttpJobs.Definitions;

namespace Hoth.Tests.HttpJobs;

public sealed class DefinitionTests
{
    private static string Valid => JobFixture.Base.Replace("ORIGIN", "https://api.example.com");

    [Fact]
    public void Every_mistake_is_reported_at_once_with_its_path()
    {
        var violations = Should.Throw<HttpJobDefinitionException>(() => HttpJobDefinition.Parse("""
            {
              "name": "no spaces", "inputs": ["ok", "not ok"], "colour": "red",
              "creation_requester": {
                "url": "/jobs", "method": "FETCH", "headers": { "Authorization": "Bearer x", "X:": "1" },
                "body": { "json": { "a": ["{{ input.other }}"], "b": "{{ polling_response.body.id }}" }, "text": "x" },
                "authentication": { "type": "bearer", "token": "secret" }, "conflict_statuses": [99]
              },
              "polling_requester": { "url": "{{ creation_response.id }}" },
              "status_extractor": "DONE",
              "status_mapping": { "DONE": "finished" },
              "download_target_requester": { "url": "{{ polling_response.body.manifest }}" },
              "download_retriever": {
                "requester": { "url": "https://{{ input.ok }}.example.com/x", "timeout_seconds": 0 },
                "decoder": { "type": "gzip", "inner": { "type": "zip", "inner": { "type": "csv" } } },
                "pagination": { "type": "cursor", "cursor": "{{ page_response.body.next }}" }
              },
              "abort_requester": { "url": "https://api.example.com/{{ download_target }}" },
              "delete_requester": { "url": "{{ creation_response.url }}", "allowed_origins": ["http://api.example.com", "https://*.example.com"], "authentication": { "type": "none" } },
              "max_tries": 4
            }
            """)).Violations;

        string[] expected =
        [
            "$.abort_requester.url refers to download_target, which does not exist at this step",
            "$.colour is not a known member",
            "$.creation_requester.authentication.secret is required",
            "$.creation_requester.authentication.token is not a known member",
            "$.creation_requester.body.json must be given, or form, or text: exactly one of the three",
            "$.creation_requester.body.json.a[0] refers to input.other, which is not among $.inputs",
            "$.creation_requester.body.json.b refers to polling_response, which does not exist at this step",
            "$.creation_requester.conflict_statuses must be an array of HTTP status codes, 200 to 599",
            "$.creation_requester.headers['Authorization'] is set by Hoth; credentials belong into authentication, the content's type follows from body",
            "$.creation_requester.headers['X:'] must be the name of a header (RFC 9110 section 5.1)",
            "$.creation_requester.method must be one of GET, HEAD, POST, PUT, PATCH, DELETE",
            "$.creation_requester.url must begin with an expression, or with scheme, host and a slash: https (http for a loopback host only), no user info",
            $"$.delete_requester.allowed_origins[0] {Origin.Rule}",
            "$.download_retriever.decoder.inner.type must not be gzip or zip inside of another",
            "$.download_retriever.pagination.cursor must not refer to the body where the decoder is not json: other bodies are not kept",
            "$.download_retriever.requester.timeout_seconds must be a whole number from 1 to 300",
            "$.download_retriever.requester.url must begin with an expression, or with scheme, host and a slash: https (http for a loopback host only), no user info",
            "$.download_target_extractor is required with download_target_requester",
            "$.download_target_requester.allowed_origins is required where the url begins with an expression",
            "$.inputs[1] must be 1 to 64 of A-Z a-z 0-9 _ -",
            "$.max_tries must be a whole number from 1 to 3",
            "$.name must be 1 to 64 of A-Z a-z 0-9 _ -",
            "$.status_extractor must have an expression, such as {{ polling_response.body.status }}",
            "$.status_mapping must map a status to completed",
            "$.status_mapping['DONE'] must be running, completed, failed, timeout or skipped",
        ];
        var polling = violations.Single(v => v.StartsWith("$.polling_requester.url is no valid expression"));
        violations.Except([polling]).ShouldBe(expected);
    }

    [Theory]
    [InlineData("url_requester", "download_target_requester")]
    [InlineData("urls_extractor", "download_target_extractor")]
    public void Names_of_seed_000_are_accepted(string alias, string name)
    {
        var json = JsonNode.Parse(Valid)!.AsObject();
        json["download_target_requester"] = JsonNode.Parse("""{ "url": "{{ polling_job_response.body.next }}", "allowed_origins": ["https://api.example.com"] }""");
        json["download_retriever"]!["requester"]!["url"] = "{{ url }}";
        var member = json[name]!.DeepClone();
        json.Remove(name);
        json[alias] = member;

        var definition = HttpJobDefinition.Parse(json.ToJsonString());

        definition.Steps.TargetRequester.ShouldNotBeNull();
        definition.Steps.TargetExtractor.ShouldNotBeNull();
        json[name] = member.DeepClone();
        Should.Throw<HttpJobDefinitionException>(() => HttpJobDefinition.Parse(json.ToJsonString())).Violations.ShouldBe([$"$.{alias} is another name of {name}: give one of them"]);
    }

    [Fact]
    public void Wildcard_origin_is_refused_where_there_is_authentication()
    {
        var json = JsonNode.Parse(Valid)!;
        json["download_retriever"]!["requester"]!["allowed_origins"] = new JsonArray("https://*.example.com");
        HttpJobDefinition.Parse(json.ToJsonString()).Steps.Download.Requester.Origins[0].Allows(new Uri("https://a.b.example.com/x")).ShouldBeTrue();

        json["download_retriever"]!["requester"]!["authentication"] = JsonNode.Parse("""{ "type": "bearer", "secret": "s" }""");
        Should.Throw<HttpJobDefinitionException>(() => HttpJobDefinition.Parse(json.ToJsonString())).Violations.ShouldHaveSingleItem().ShouldContain("must not have a *");
    }

    [Theory]
    [InlineData("https://api.example.com", "https://api.example.com/x", true)]
    [InlineData("https://api.example.com", "https://API.example.com:443/x", true)]
    [InlineData("https://api.example.com", "http://api.example.com/x", false)]
    [InlineData("https://api.example.com", "https://api.example.com:444/x", false)]
    [InlineData("https://api.example.com", "https://api.example.com.evil.net/", false)]
    [InlineData("https://api.example.com", "https://api.example.com@evil.net/", false)]
    [InlineData("https://api.example.com", "https://u@api.example.com/", false)]
    [InlineData("https://*.example.com", "https://a.example.com/", true)]
    [InlineData("https://*.example.com", "https://example.com/", false)]
    [InlineData("https://*.example.com", "https://aexample.com/", false)]
    [InlineData("https://*.example.com", "https://a.example.com.evil.net/", false)]
    public void Origin_allows_itself_only(string origin, string url, bool allowed) => Origin.TryParse(origin)!.Allows(new Uri(url)).ShouldBe(allowed);

    [Theory]
    [InlineData("http://api.example.com")]
    [InlineData("https://api.example.com/path")]
    [InlineData("https://u@api.example.com")]
    [InlineData("https://*")]
    [InlineData("https://*.com")]
    [InlineData("https://a.*.com")]
    [InlineData("/x")]
    [InlineData("")]
    public void Origin_that_is_unsafe_is_refused(string origin) => Origin.TryParse(origin).ShouldBeNull();

    [Theory]
    [InlineData("[]")]
    [InlineData("\"https://api.example.com\"")]
    public void Allowed_origins_must_name_one(string origins)
    {
        var json = JsonNode.Parse(Valid)!;
        json["polling_requester"]!["allowed_origins"] = JsonNode.Parse(origins);

        Should.Throw<HttpJobDefinitionException>(() => HttpJobDefinition.Parse(json.ToJsonString())).Violations.ShouldBe(["$.polling_requester.allowed_origins must be an array of at least one origin"]);
    }

    [Theory]
    [InlineData("{", "$ must be JSON")]
    [InlineData("[]", "$ must be a JSON object")]
    [InlineData("{\"name\":\"a\",\"name\":\"a\"}", "$ must not have a member name twice")]
    public void What_is_no_definition_at_all_is_refused(string json, string violation) =>
        Should.Throw<HttpJobDefinitionException>(() => HttpJobDefinition.Parse(json)).Violations[0].ShouldStartWith(violation);

    [Fact]
    public void File_that_is_not_there_is_refused() =>
        Should.Throw<HttpJobDefinitionException>(() => HttpJobDefinition.Load("/nowhere/x.json")).Violations[0].ShouldStartWith("$ cannot be read");
}
