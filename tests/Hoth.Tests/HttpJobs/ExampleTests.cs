using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Hoth.HttpJobs;
using Hoth.HttpJobs.Definitions;
using Hoth.Packaging;
using Hoth.Tests.CloudProviders;
using Hoth.Tests.Repository;

namespace Hoth.Tests.HttpJobs;

/// <summary>The ready-made definitions against servers that follow their APIs.</summary>
public sealed class ExampleTests : IAsyncLifetime
{
    private static readonly string Examples = Checkout.PathOf("docs", "examples");
    private JobFixture _jobs = null!;
    private ScriptedCsp _files = null!;

    public async Task InitializeAsync()
    {
        _jobs = await JobFixture.StartAsync();
        _files = await ScriptedCsp.StartAsync();
        foreach (var secret in new[] { "hoth/azure-costs", "hoth/salesforce" }) _jobs.Secrets.All[secret] = () => """{"clientId":"id","clientSecret":"pw"}""";
        _jobs.Secrets.All["hoth/exports"] = () => """{"key":"k-1"}""";
    }

    public async Task DisposeAsync()
    {
        await _jobs.DisposeAsync();
        await _files.DisposeAsync();
    }

    [Fact]
    public void Each_example_is_a_valid_definition_as_it_stands()
    {
        var files = Directory.GetFiles(Examples, "*.json");

        files.Length.ShouldBe(3);
        foreach (var file in files) HttpJobDefinition.Load(file).Name.ShouldBe(Path.GetFileNameWithoutExtension(file));
    }

    [Fact]
    public async Task Azure_cost_details_are_created_polled_verbatim_and_downloaded_without_the_token()
    {
        const string Location = "/subscriptions/s-1/providers/Microsoft.CostManagement/costDetailsOperationResults/op-1?api-version=2025-03-01&t=a%2Fb";
        var accepted = new Reply(202).With("Location", "ORIGIN" + Location).With("Retry-After", "30");
        _files.Answer = c => ScriptedCsp.TextAsync(c, 200, "text/csv", $"\uFEFFdate,costInUsd\r\n01/01/2026,{c.Request.Path.Value![^1]}\r\n");
        _jobs.On(Create, accepted).On("GET " + Location, accepted with { Status = 202 }, Reply.Json(200, Manifest("Completed", "/b/1", "/b/2")));

        var end = await RunAzureAsync();

        end.Verdict.ShouldBe(HttpJobVerdict.Completed, end.Failure?.Detail);
        _jobs.Calls.ShouldBe([Create, "GET " + Location, "GET " + Location]);
        _jobs.Server.Requests.First().Body.ShouldBe("""{"metric":"ActualCost","timePeriod":{"start":"2026-01-01","end":"2026-01-31"}}""");
        _jobs.Server.Requests.ShouldAllBe(r => r.Header("Authorization") == "Bearer token-1");
        _files.Requests.Select(r => r.Target).ShouldBe(["/b/1?sig=x%2By", "/b/2?sig=x%2By"]);
        _files.Requests.ShouldAllBe(r => r.Header("Authorization") == null);
        _jobs.Output.RecordsOf(end).ShouldBe(["""{"date":"01/01/2026","costInUsd":"1"}""", """{"date":"01/01/2026","costInUsd":"2"}"""]);
    }

    [Theory]
    [InlineData(204, null, HttpJobVerdict.Skipped)]
    [InlineData(200, "NoDataFound", HttpJobVerdict.Skipped)]
    [InlineData(200, "Completed", HttpJobVerdict.Completed)]
    public async Task Azure_cost_details_may_be_there_at_once(int status, string? word, HttpJobVerdict verdict)
    {
        _files.Answer = c => ScriptedCsp.TextAsync(c, 200, "text/csv", "date\n1\n");
        _jobs.On(Create, word is null ? new Reply(status) : Reply.Json(status, Manifest(word, word == "Completed" ? ["/b/1"] : [])));

        var end = await RunAzureAsync();

        end.Verdict.ShouldBe(verdict, end.Failure?.Detail);
        _jobs.Calls.ShouldBe([Create]);
        end.Written.Records.ShouldBe(verdict == HttpJobVerdict.Completed ? 1 : 0);
    }

    [Fact]
    public async Task Azure_blob_on_an_origin_that_is_not_allowed_is_not_fetched()
    {
        _jobs.On(Create, Reply.Json(200, """{"status":"Completed","manifest":{"blobs":[{"blobLink":"http://127.0.0.1:9/b"}]}}"""));

        (await RunAzureAsync()).Failure!.Error.ShouldBe(HttpJobError.NotAllowed);
    }

    [Fact]
    public async Task Salesforce_results_are_paged_by_the_locator_in_a_header()
    {
        const string Jobs = "/services/data/v62.0/jobs/query";
        _jobs.On($"POST {Jobs}", Reply.Json(200, """{"id":"750R0000000zlh9IAA","operation":"query","state":"UploadComplete","apiVersion":62.0}"""))
            .On($"GET {Jobs}/750R0000000zlh9IAA", Reply.Json(200, """{"id":"750R0000000zlh9IAA","state":"InProgress"}"""), Reply.Json(200, """{"id":"750R0000000zlh9IAA","state":"JobComplete","numberRecordsProcessed":3}"""))
            .On($"GET {Jobs}/750R0000000zlh9IAA/results?maxRecords=50000", Reply.Text(200, "\"Id\",\"Name\"\n\"1\",\"A\"\n\"2\",\"B\"\n").With("Sforce-Locator", "MTAwMDA").With("Sforce-NumberOfRecords", "2"))
            .On($"GET {Jobs}/750R0000000zlh9IAA/results?maxRecords=50000&locator=MTAwMDA", Reply.Text(200, "\"Id\",\"Name\"\n\"3\",\"C\"\n").With("Sforce-Locator", "null").With("Sforce-NumberOfRecords", "1"))
            .On($"DELETE {Jobs}/750R0000000zlh9IAA", new Reply(204));
        var json = Read("salesforce-bulk-query.json").Replace("https://MYDOMAIN.my.salesforce.com/services/oauth2/token", _jobs.Server.TokenUri.AbsoluteUri).Replace("https://MYDOMAIN.my.salesforce.com", _jobs.Origin);

        var end = await _jobs.RunAsync(HttpJobDefinition.Parse(json), new() { ["soql"] = "SELECT Id, Name FROM Account" });

        end.Verdict.ShouldBe(HttpJobVerdict.Completed, end.Failure?.Detail);
        end.Warnings.ShouldBeEmpty();
        _jobs.Output.RecordsOf(end).ShouldBe(["""{"Id":"1","Name":"A"}""", """{"Id":"2","Name":"B"}""", """{"Id":"3","Name":"C"}"""]);
        _jobs.Calls[^1].ShouldBe($"DELETE {Jobs}/750R0000000zlh9IAA");
    }

    [Fact]
    public async Task Salesforce_job_that_fails_is_aborted_and_deleted()
    {
        const string Jobs = "/services/data/v62.0/jobs/query";
        _jobs.On($"POST {Jobs}", Reply.Json(200, """{"id":"7","state":"UploadComplete"}""")).On($"GET {Jobs}/7", Reply.Json(200, """{"state":"Failed"}"""))
            .On($"PATCH {Jobs}/7", new Reply(400)).On($"DELETE {Jobs}/7", new Reply(204));
        var json = JsonNode.Parse(Read("salesforce-bulk-query.json").Replace("https://MYDOMAIN.my.salesforce.com/services/oauth2/token", _jobs.Server.TokenUri.AbsoluteUri).Replace("https://MYDOMAIN.my.salesforce.com", _jobs.Origin))!;
        json["max_tries"] = 1;

        var end = await _jobs.RunAsync(HttpJobDefinition.Parse(json.ToJsonString()), new() { ["soql"] = "SELECT" });

        _jobs.Calls.ShouldBe([$"POST {Jobs}", $"GET {Jobs}/7", $"PATCH {Jobs}/7", $"DELETE {Jobs}/7"]);
        _jobs.Server.Requests.Single(r => r.Method == "PATCH").Body.ShouldBe("""{"state":"Aborted"}""");
        end.Failure!.Error.ShouldBe(HttpJobError.RemoteFailed);
    }

    [Fact]
    public async Task Manifest_export_goes_through_two_hops()
    {
        using var gzipped = new MemoryStream();
        await using (var gzip = new GZipStream(gzipped, CompressionLevel.Fastest)) await gzip.WriteAsync("{\"n\":1}\n{\"n\":2}\n"u8.ToArray());
        _files.Answer = async c => await c.Response.Body.WriteAsync(gzipped.ToArray());
        var files = _files.Uri.GetLeftPart(UriPartial.Authority);
        _jobs.On("POST /v1/exports", new Reply(500), Reply.Json(409, """{"export":{"id":"e 1"}}"""))
            .On("GET /v1/exports/e%201", Reply.Json(200, """{"export":{"state":"ready"}}""").With("X-Export-State", "running"), Reply.Json(200, """{"export":{"state":"ready","manifest":"/v1/manifests/9"}}"""))
            .On("GET /v1/manifests/9", Reply.Json(200, $$"""{"files":[{"href":"{{files}}/f1","sha256":"abc"},{"href":"{{files}}/f2"}]}"""))
            .On("DELETE /v1/exports/e%201", new Reply(204));
        var json = Read("manifest-export.json").Replace("https://api.example.com", _jobs.Origin).Replace("https://files.example.com", files);

        var end = await _jobs.RunAsync(HttpJobDefinition.Parse(json), new() { ["dataset"] = "d", ["since"] = "2026-01-01" });

        end.Verdict.ShouldBe(HttpJobVerdict.Completed, end.Failure?.Detail);
        _jobs.Calls.ShouldBe(["POST /v1/exports", "POST /v1/exports", "GET /v1/exports/e%201", "GET /v1/exports/e%201", "GET /v1/manifests/9", "DELETE /v1/exports/e%201"]);
        _jobs.Server.Requests.Take(2).Select(r => r.Header("Idempotency-Key")).ShouldBe(["inst-1", "inst-1"]);
        _jobs.Server.Requests.First().Body.ShouldBe("""{"dataset":"d","since":"2026-01-01","labels":["hoth","inst"]}""");
        _jobs.Server.Requests.ShouldAllBe(r => r.Header("X-Api-Key") == "k-1");
        _files.Requests.Select(r => (r.Target, r.Header("X-Expected-Digest"), r.Header("X-Api-Key"))).ShouldBe([("/f1", "abc", null), ("/f2", "none", null)]);
        end.Written.Records.ShouldBe(4);
    }

    private const string Create = "POST /subscriptions/s-1/providers/Microsoft.CostManagement/generateCostDetailsReport?api-version=2025-03-01";

    private static string Read(string example) => File.ReadAllText(Path.Combine(Examples, example), Encoding.UTF8);

    private Task<HttpJobState> RunAzureAsync()
    {
        var json = Read("azure-cost-details.json")
            .Replace("https://login.microsoftonline.com/TENANT/oauth2/v2.0/token", _jobs.Server.TokenUri.AbsoluteUri)
            .Replace("https://management.azure.com/.default", "s")
            .Replace("https://management.azure.com", _jobs.Origin)
            .Replace("https://*.blob.core.windows.net", _files.Uri.GetLeftPart(UriPartial.Authority));
        return _jobs.RunAsync(HttpJobDefinition.Parse(json), new() { ["subscription"] = "s-1", ["start"] = "2026-01-01", ["end"] = "2026-01-31" });
    }

    private string Manifest(string status, params string[] blobs)
    {
        var links = blobs.Select(b => $$"""{"blobLink":"{{_files.Uri.GetLeftPart(UriPartial.Authority)}}{{b}}?sig=x%2By","byteCount":100}""");
        return $$"""{"id":"x","name":"op-1","status":"{{status}}","manifest":{"manifestVersion":"2025-03-01","dataFormat":"Csv","blobCount":{{blobs.Length}},"blobs":[{{string.Join(",", links)}}] } }""";
    }
}
