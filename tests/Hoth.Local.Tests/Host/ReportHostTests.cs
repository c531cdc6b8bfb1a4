using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hoth.Local.Tests.Host;

/// <summary>Reports over HTTP with real tokens: seed 002's sequence, and everything that is refused on the way.</summary>
public sealed class ReportHostTests
{
    private const string Report = "/api/v1/reports/3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private const string Both = "reports.read reports.write";

    [Fact]
    public async Task Client_configures_a_report_asks_for_it_looks_at_its_job_and_fetches_the_result()
    {
        await using var host = await TestHost.StartAsync();
        var created = await SendAsync(host, HttpMethod.Put, Report, "alice", Both, Configuration());
        (created.StatusCode, created.Headers.Location).ShouldBe((HttpStatusCode.Created, new Uri(host.Host.Address, Report)));
        created.Headers.ETag.ShouldNotBeNull();

        var accepted = await SendAsync(host, HttpMethod.Post, Report + "/generate", "alice", "reports.read");

        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var job = await accepted.Content.ReadFromJsonAsync<JsonElement>();
        var status = new Uri(job.GetProperty("statusUrl").GetString()!);
        accepted.Headers.Location.ShouldBe(status);
        accepted.Headers.GetValues("Operation-Location").ShouldBe([status.AbsoluteUri]);
        accepted.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        job.GetProperty("resultUrl").GetString().ShouldBe(status.AbsoluteUri + "/result");

        var looked = await SendAsync(host, HttpMethod.Get, status.AbsolutePath, "alice", "");
        looked.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await looked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("jobId").GetString().ShouldBe(job.GetProperty("jobId").GetString());
        var list = await (await SendAsync(host, HttpMethod.Get, "/api/v1/jobs?kind=report", "alice", "")).Content.ReadFromJsonAsync<JsonElement>();
        list.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("statusUrl").GetString().ShouldBe(status.AbsoluteUri);

        var done = await EndOfAsync(host, status.AbsolutePath);
        done.GetProperty("status").GetString().ShouldBe("Succeeded", done.GetRawText());
        var result = await SendAsync(host, HttpMethod.Get, status.AbsolutePath + "/result", "alice", "");
        (result.StatusCode, result.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "text/csv"));
        var bytes = await result.Content.ReadAsByteArrayAsync();
        var described = done.GetProperty("result");
        (described.GetProperty("bytes").GetInt64(), described.GetProperty("sha256").GetString()).ShouldBe((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
        Encoding.UTF8.GetString(bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(described.GetProperty("rows").GetInt32() + 1);
        (await SendAsync(host, HttpMethod.Get, status.AbsolutePath + "/result", "bob", Both)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Report_whose_source_fails_says_why_and_has_no_result()
    {
        await using var host = await TestHost.StartAsync();
        await SendAsync(host, HttpMethod.Put, Report, "alice", Both, Configuration(csp: "csp-broken"));
        var accepted = await SendAsync(host, HttpMethod.Post, Report + "/generate", "alice", Both);
        var job = accepted.Headers.Location!.AbsolutePath;

        var done = await EndOfAsync(host, job);

        done.GetProperty("status").GetString().ShouldBe("Failed");
        done.GetProperty("error").GetProperty("code").GetString().ShouldBe("CSP_MALFORMED_ANSWER");
        var result = await SendAsync(host, HttpMethod.Get, job + "/result", "alice", "");
        result.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await result.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("JOB_FAILED");
    }

    [Fact]
    public async Task Strangers_are_refused_and_nothing_is_told_of_others_jobs()
    {
        await using var host = await TestHost.StartAsync();
        await SendAsync(host, HttpMethod.Put, Report, "alice", Both, Configuration());
        var accepted = await SendAsync(host, HttpMethod.Post, Report + "/generate", "alice", Both);
        var job = accepted.Headers.Location!.AbsolutePath;

        (await host.PostAsync(Report + "/generate", "{}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.GetAsync(job)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(host, HttpMethod.Get, job, "bob", Both)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(host, HttpMethod.Get, job + "/result", "bob", Both)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(host, HttpMethod.Post, job + "/cancel", "bob", Both)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(host, HttpMethod.Get, job, "auditor", "jobs.read.all")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(host, HttpMethod.Put, Report, "bob", "reports.read", Configuration())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Reports_and_jobs_that_there_are_not_and_reports_delivered_elsewhere_are_refused()
    {
        await using var host = await TestHost.StartAsync();

        (await SendAsync(host, HttpMethod.Post, Report + "/generate", "alice", Both)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(host, HttpMethod.Post, "/api/v1/reports/7/generate", "alice", Both)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(host, HttpMethod.Get, "/api/v1/jobs/none", "alice", Both)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await SendAsync(host, HttpMethod.Put, Report, "alice", Both, Configuration("SFTP"));
        var elsewhere = await SendAsync(host, HttpMethod.Post, Report + "/generate", "alice", Both);
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await elsewhere.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("REPORT_NOT_ASYNCHRONOUS");
        (await SendAsync(host, HttpMethod.Delete, Report, "alice", Both)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    /// <summary>Looks at a job until it has ended. Each look is a round trip, which gives the host the time that it needs.</summary>
    private static async Task<JsonElement> EndOfAsync(TestHost host, string job)
    {
        while (true)
        {
            var looked = await SendAsync(host, HttpMethod.Get, job, "alice", "");
            var body = await looked.Content.ReadFromJsonAsync<JsonElement>();
            if (body.GetProperty("done").GetBoolean()) return body;
        }
    }

    private static string Configuration(string target = "API_RESPONSE", string csp = "csp-a") =>
        $$"""{"name":"Costs","deliveryTarget":"{{target}}","asynchronous":true,"format":"csv","source":{"kind":"costs","targetCspNames":["{{csp}}"],"portfolioIds":["p"],"startDate":"2024-01","endDate":"2024-03"} }""";

    private static Task<HttpResponseMessage> SendAsync(TestHost host, HttpMethod method, string path, string subject, string scope, string? json = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Host.Tokens.Issuer!.Issue(subject, scope, TimeSpan.FromHours(1)));
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return host.Http.SendAsync(request);
    }
}
