using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Hoth.HttpJobs;

namespace Hoth.Tests.HttpJobs;

/// <summary>Pages and formats.</summary>
public sealed class DownloadTests : IAsyncLifetime
{
    private JobFixture _jobs = null!;

    public async Task InitializeAsync() => _jobs = await JobFixture.StartAsync();

    public async Task DisposeAsync() => await _jobs.DisposeAsync();

    [Fact]
    public async Task Pages_follow_the_link_header()
    {
        _jobs.Usual("/a").On("GET /a", Reply.Text(200, "1").With("Link", "</z>; rel=\"prev\", </a?p=2>; title=\"x, y\"; rel=\"last next\"")).On("GET /a?p=2", Reply.Text(200, "2"));

        (await RecordsAsync("""{ "type": "jsonl" }""", """{ "type": "link" }""")).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Pages_follow_a_cursor_in_a_header_until_it_says_stop()
    {
        _jobs.Usual("/a").On("GET /a", Reply.Text(200, "1").With("X-Cursor", "c 2")).On("GET /a?after=c%202", Reply.Text(200, "2").With("X-Cursor", "null"));

        (await RecordsAsync("""{ "type": "jsonl" }""", """{ "type": "cursor", "cursor": "{{ page_response.headers['x-cursor'] }}", "parameter": "after", "stop_at": ["null"] }""")).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Pages_follow_a_cursor_in_the_body_that_is_a_url()
    {
        _jobs.Usual("/a").On("GET /a", Reply.Text(200, """{"items":[1,2],"next":"/b?x=1"}""")).On("GET /b?x=1", Reply.Text(200, """{"items":[3],"next":null}"""));

        (await RecordsAsync("""{ "type": "json", "records": "$.items[*]" }""", """{ "type": "cursor", "cursor": "{{ page_response.body.next }}" }""")).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task Pages_follow_an_offset_until_one_is_short()
    {
        _jobs.Usual("/a").On("GET /a?skip=0", Reply.Text(200, "[1,2]")).On("GET /a?skip=2", Reply.Text(200, "[3]"));

        (await RecordsAsync("""{ "type": "json" }""", """{ "type": "offset", "parameter": "skip", "page_size": 2 }""")).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task Each_page_is_a_part_and_a_step()
    {
        _jobs.Usual("/a").On("GET /a?skip=0", Reply.Text(200, "[1,2]")).On("GET /a?skip=2", new Reply(503), Reply.Text(200, "[3]"));

        await RecordsAsync("""{ "type": "json" }""", """{ "type": "offset", "parameter": "skip", "page_size": 2 }""");

        _jobs.Calls.Count(c => c == "GET /a?skip=0").ShouldBe(1);
        _jobs.Output.Parts.Keys.Order(Comparer<HttpJobPart>.Create((a, b) => a.Index - b.Index)).ShouldBe([new("inst", 1, 0), new("inst", 1, 1)]);
    }

    [Theory]
    [InlineData("json", "[1,{\"a\":2}]", "1|{\"a\":2}")]
    [InlineData("json", "{\"a\":[1]}", "{\"a\":[1]}")]
    [InlineData("jsonl", "\uFEFF{\"a\":1}\r\n\n 2 \n\"x\"", "{\"a\":1}|2|\"x\"")]
    [InlineData("jsonl", "", "")]
    [InlineData("csv", "a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\r\n2,\r\n", "{\"a\":\"1\",\"b\":\"x, \\\"y\\\"\\nz\"}|{\"a\":\"2\",\"b\":\"\"}")]
    [InlineData("csv", "\uFEFFé\rü", "{\"é\":\"ü\"}")]
    [InlineData("csv", "a\n\"\"", "{\"a\":\"\"}")]
    [InlineData("csv", "", "")]
    public async Task Content_becomes_records(string type, string content, string records)
    {
        _jobs.Usual("/a").On("GET /a", Reply.Text(200, content));

        (await RecordsAsync($$"""{ "type": "{{type}}" }""")).ShouldBe(records.Length == 0 ? [] : records.Split('|'));
    }

    [Theory]
    [InlineData("json", "{\"a\":1,}", "The download must be JSON")]
    [InlineData("jsonl", "1\n{\n", "Line 2 of the download is no JSON.")]
    [InlineData("csv", "a,b\n1\n", "Row 2 of the CSV has 1 fields, its header has 2.")]
    [InlineData("csv", "a,a\n1,2\n", "The header line of the CSV has a name twice.")]
    [InlineData("csv", "a\n\"x", "The CSV ends inside of a quoted field.")]
    [InlineData("csv", "a\n\"x\"y", "The CSV has text after the end of a quoted field.")]
    [InlineData("gzip", "no gzip", "The download's compression is broken.")]
    [InlineData("zip", "no zip", "The download is no ZIP file.")]
    public async Task Content_that_is_not_what_it_should_be_fails_the_job(string type, string content, string detail)
    {
        _jobs.Usual("/a").On("GET /a", Reply.Text(200, content));

        var end = await RunAsync(type is "gzip" or "zip" ? $$"""{ "type": "{{type}}", "inner": { "type": "csv" } }""" : $$"""{ "type": "{{type}}" }""", null);

        end.Failure!.Detail.ShouldStartWith(detail);
        end.Failure.Error.ShouldBe(HttpJobError.Malformed);
        _jobs.Output.Parts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Content_that_is_no_utf8_fails_the_job()
    {
        _jobs.Usual("/a").On("GET /a", new Reply(200) { Body = [(byte)'a', (byte)'\n', 0xE9, (byte)'\n'] });

        (await RunAsync("""{ "type": "csv" }""", null)).Failure!.Detail.ShouldBe("The CSV is not UTF-8.");
    }

    [Fact]
    public async Task Gzip_is_undone()
    {
        using var buffer = new MemoryStream();
        await using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest)) await gzip.WriteAsync("a;b\n1;2\n"u8.ToArray());
        _jobs.Usual("/a").On("GET /a", new Reply(200) { Body = buffer.ToArray() });

        (await RecordsAsync("""{ "type": "gzip", "inner": { "type": "csv", "delimiter": ";" } }""")).ShouldBe(["""{"a":"1","b":"2"}"""]);
    }

    [Fact]
    public async Task Zip_gives_the_entries_that_are_asked_for()
    {
        _jobs.Usual("/a").On("GET /a", new Reply(200) { Body = Zip(("x/1.csv", "a\n1\n"), ("readme.txt", "no"), ("x/2.csv", "a\n2\n")) });

        (await RecordsAsync("""{ "type": "zip", "entries": "*.csv", "inner": { "type": "csv" } }""")).ShouldBe(["""{"a":"1"}""", """{"a":"2"}"""]);
    }

    [Theory]
    [InlineData("\"max_entries\": 1", "more than 1 entries")]
    [InlineData("\"max_ratio\": 5", "more than 5 times")]
    [InlineData("\"entries\": \"*.json\"", "no entry *.json")]
    public async Task Zip_stays_within_its_limits(string limit, string detail)
    {
        _jobs.Usual("/a").On("GET /a", new Reply(200) { Body = Zip(("1.csv", "a\n" + string.Concat(Enumerable.Repeat("1\n", 2_000_000))), ("2.csv", "a\n")) });

        (await RunAsync($$"""{ "type": "zip", {{limit}}, "inner": { "type": "csv" } }""", null)).Failure!.Detail.ShouldContain(detail);
    }

    private async Task<IReadOnlyList<string>> RecordsAsync(string decoder, string? pagination = null)
    {
        var end = await RunAsync(decoder, pagination);
        end.Verdict.ShouldBe(HttpJobVerdict.Completed, end.Failure?.Detail);
        return _jobs.Output.RecordsOf(end);
    }

    private Task<HttpJobState> RunAsync(string decoder, string? pagination) => _jobs.RunAsync(d =>
    {
        d["download_retriever"]!["decoder"] = JsonNode.Parse(decoder);
        if (pagination is not null) d["download_retriever"]!["pagination"] = JsonNode.Parse(pagination);
    });

    private static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return buffer.ToArray();
    }
}
