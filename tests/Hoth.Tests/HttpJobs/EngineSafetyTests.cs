using System.IO.Compression;
using System.Text.Json.Nodes;
using Hoth.HttpJobs;
using Hoth.Tests.CloudProviders;

namespace Hoth.Tests.HttpJobs;

/// <summary>Credentials stay at home, and downloads stay within their limits.</summary>
public sealed class EngineSafetyTests : IAsyncLifetime
{
    private JobFixture _jobs = null!;
    private ScriptedCsp _elsewhere = null!;

    private string Elsewhere => _elsewhere.Uri.GetLeftPart(UriPartial.Authority);

    public async Task InitializeAsync()
    {
        _jobs = await JobFixture.StartAsync();
        _elsewhere = await ScriptedCsp.StartAsync();
        _jobs.Secrets.All["token"] = () => """{"token":"t-1"}""";
    }

    public async Task DisposeAsync()
    {
        await _jobs.DisposeAsync();
        await _elsewhere.DisposeAsync();
    }

    [Theory]
    [InlineData("POST /jobs")]
    [InlineData("GET /jobs/job-1")]
    [InlineData("GET /a")]
    public async Task Redirect_to_another_origin_is_not_followed(string call)
    {
        _jobs.Usual("/a").On(call, new Reply(307).With("Location", Elsewhere + "/x"));

        var end = await _jobs.RunAsync(Authenticated);

        _elsewhere.Requests.ShouldBeEmpty();
        end.Failure!.Error.ShouldBe(HttpJobError.NotAllowed);
        end.Failure.Detail.ShouldEndWith("was answered with 307; redirects are not followed.");
        end.Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Target_on_an_origin_that_is_not_allowed_is_not_asked()
    {
        _jobs.Usual().On("GET /jobs/job-1", Reply.Json(200, $$"""{"status":"DONE","files":["{{Elsewhere}}/x"]}"""));

        var end = await _jobs.RunAsync();

        _elsewhere.Requests.ShouldBeEmpty();
        end.Failure.ShouldBe(new HttpJobFailure(HttpJobError.NotAllowed, $"download_retriever would go to {Elsewhere}, which is not among its allowed_origins; nothing was sent.", IsFinal: true));
        _jobs.Calls.TakeLast(2).ShouldBe(["POST /jobs/job-1/abort", "DELETE /jobs/job-1"]);
    }

    [Fact]
    public async Task Location_on_another_origin_gets_no_token()
    {
        _jobs.On("POST /jobs", new Reply(202).With("Location", Elsewhere + "/jobs/1"));

        var end = await _jobs.RunAsync(d =>
        {
            Authenticated(d);
            d["polling_requester"]!["url"] = "{{ creation_response.headers.location }}";
            d["polling_requester"]!["allowed_origins"] = new JsonArray(_jobs.Origin);
        });

        _elsewhere.Requests.ShouldBeEmpty();
        end.Failure!.Error.ShouldBe(HttpJobError.NotAllowed);
    }

    [Fact]
    public async Task Download_from_another_allowed_origin_gets_no_token()
    {
        _elsewhere.Answer = c => ScriptedCsp.TextAsync(c, 200, null, "1");
        _jobs.Usual().On("GET /jobs/job-1", Reply.Json(200, $$"""{"status":"DONE","files":["{{Elsewhere}}/x?sig=1"]}"""));

        var end = await _jobs.RunAsync(d =>
        {
            Authenticated(d);
            d["download_retriever"]!["requester"]!["allowed_origins"] = new JsonArray(Elsewhere);
        });

        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
        var download = _elsewhere.Requests.ShouldHaveSingleItem();
        download.Target.ShouldBe("/x?sig=1");
        download.Header("Authorization").ShouldBeNull();
        _jobs.Server.Requests.Select(r => r.Header("Authorization")).ShouldAllBe(a => a == "Bearer t-1" || a == null);
        _jobs.Server.Requests.First().Header("Authorization").ShouldBe("Bearer t-1");
    }

    [Fact]
    public async Task Next_page_on_another_origin_is_not_asked()
    {
        _jobs.Usual("/a").On("GET /a", Reply.Text(200, "1").With("Link", $"<{Elsewhere}/2>; rel=\"next\""));

        var end = await _jobs.RunAsync(d => d["download_retriever"]!["pagination"] = new JsonObject { ["type"] = "link" });

        _elsewhere.Requests.ShouldBeEmpty();
        end.Failure!.Error.ShouldBe(HttpJobError.NotAllowed);
    }

    [Theory]
    [InlineData("../admin", "GET /jobs/..%2Fadmin")]
    [InlineData("a?b=c#d", "GET /jobs/a%3Fb%3Dc%23d")]
    [InlineData("@evil.example", "GET /jobs/%40evil.example")]
    public async Task Value_in_the_middle_of_a_url_stays_one_segment(string id, string call)
    {
        _jobs.On("POST /jobs", Reply.Json(201, $$"""{"id":"{{id}}"}"""));

        await _jobs.RunAsync(d => d["max_tries"] = 1);

        _jobs.Calls[1].ShouldBe(call);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("")]
    public async Task Value_that_would_change_the_path_is_refused(string id)
    {
        var end = await _jobs.On("POST /jobs", Reply.Json(201, $$"""{"id":"{{id}}"}""")).RunAsync();

        _jobs.Calls.ShouldBe(["POST /jobs"]);
        end.Failure!.Error.ShouldBe(HttpJobError.Malformed);
    }

    [Fact]
    public async Task Rejected_credentials_are_fetched_afresh_once()
    {
        var asked = 0;
        _jobs.Secrets.All["token"] = () => $$"""{"token":"t-{{++asked}}"}""";
        _jobs.Usual("/a").On("GET /jobs/job-1", new Reply(401), Reply.Json(200, _jobs.Done("/a")));

        var end = await _jobs.RunAsync(Authenticated);

        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
        _jobs.Server.Requests.Where(r => r.Target == "/jobs/job-1" && r.Method == "GET").Select(r => r.Header("Authorization")).ShouldBe(["Bearer t-1", "Bearer t-2"]);
    }

    [Fact]
    public async Task Token_is_fetched_by_client_credentials_and_kept()
    {
        _jobs.Secrets.All["client"] = () => """{"clientId":"id","clientSecret":"pw"}""";
        _jobs.Usual("/a");

        await _jobs.RunAsync(d =>
        {
            var authentication = new JsonObject { ["type"] = "bearer", ["secret"] = "client", ["token_endpoint"] = _jobs.Server.TokenUri.AbsoluteUri, ["scopes"] = new JsonArray("s") };
            d["creation_requester"]!["authentication"] = authentication;
            d["polling_requester"]!["authentication"] = authentication.DeepClone();
        });

        _jobs.Server.TokenRequests.ShouldHaveSingleItem().Body.ShouldBe("grant_type=client_credentials&scope=s");
        _jobs.Server.Requests.Take(3).Select(r => r.Header("Authorization")).ShouldBe(["Bearer token-1", "Bearer token-1", "Bearer token-1"]);
    }

    [Theory]
    [InlineData("basic", """{"username":"u","password":"p:w"}""", "Authorization", "Basic dTpwOnc=")]
    [InlineData("api_key", """{"key":"k-1"}""", "X-Api-Key", "k-1")]
    public async Task Credentials_are_sent_as_the_definition_says(string type, string secret, string header, string value)
    {
        _jobs.Secrets.All["s"] = () => secret;
        _jobs.Usual("/a");

        await _jobs.RunAsync(d =>
        {
            var authentication = new JsonObject { ["type"] = type, ["secret"] = "s" };
            if (type == "api_key") authentication["header"] = header;
            d["creation_requester"]!["authentication"] = authentication;
        });

        _jobs.Server.Requests.First().Header(header).ShouldBe(value);
        _jobs.Server.Requests.Skip(1).ShouldAllBe(r => r.Header(header) == null);
    }

    [Fact]
    public async Task Missing_secret_fails_the_job_without_a_request()
    {
        _jobs.Secrets.All.Clear();
        var end = await _jobs.Usual().RunAsync(Authenticated);

        _jobs.Calls.ShouldBeEmpty();
        end.Failure.ShouldBe(new HttpJobFailure(HttpJobError.Misconfigured, "There is no secret named token.", IsFinal: true));
    }

    [Theory]
    [InlineData("""{ "type": "gzip", "inner": { "type": "jsonl" } }""", null, "more than 200 times its compressed size")]
    [InlineData("""{ "type": "gzip", "max_ratio": 2000, "inner": { "type": "jsonl" } }""", null, "larger than 1 MiB")]
    [InlineData("""{ "type": "jsonl" }""", "gzip", "more than 200 times its compressed size")]
    public async Task Gzip_bomb_is_stopped(string decoder, string? encoding, string detail)
    {
        var reply = new Reply(200) { Body = GzipOfLineFeeds(mebibytes: 64) };
        _jobs.Usual("/a").On("GET /a", encoding is null ? reply : reply.With("Content-Encoding", encoding));

        var end = await _jobs.RunAsync(d =>
        {
            d["download_retriever"]!["decoder"] = JsonNode.Parse(decoder);
            if (decoder.Contains("max_ratio")) d["download_retriever"]!["max_mebibytes"] = 1;
        });

        end.Failure!.Error.ShouldBe(HttpJobError.TooLarge);
        end.Failure.Detail.ShouldContain(detail);
        end.Attempt.ShouldBe(1);
        _jobs.Output.Parts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Next_page_that_is_the_same_page_ends_the_job()
    {
        var end = await _jobs.Usual("/a").On("GET /a", Reply.Text(200, "1").With("Link", "</a>; rel=next"))
            .RunAsync(d => d["download_retriever"]!["pagination"] = new JsonObject { ["type"] = "link" });

        end.Failure!.Detail.ShouldBe("The next page of a download is the same page again.");
    }

    private void Authenticated(JsonObject definition)
    {
        foreach (var step in new[] { "creation_requester", "polling_requester", "abort_requester", "delete_requester" })
        {
            definition[step]!["authentication"] = new JsonObject { ["type"] = "bearer", ["secret"] = "token" };
        }
    }

    private static byte[] GzipOfLineFeeds(int mebibytes)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal))
        {
            var part = new byte[1024 * 1024];
            Array.Fill(part, (byte)'\n');
            for (var i = 0; i < mebibytes; i++) gzip.Write(part);
        }

        return buffer.ToArray();
    }
}
