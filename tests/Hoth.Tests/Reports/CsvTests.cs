using System.Text;
using Hoth.Reports;
using Hoth.Reports.Output;
using Hoth.Tests.HttpJobs;

namespace Hoth.Tests.Reports;

/// <summary>What becomes of rows (docs/reports.md).</summary>
public sealed class CsvTests
{
    private readonly MemoryArtifacts _artifacts = new();

    [Theory]
    [InlineData("plain", """{"a":"x","b":1}""", "a,b|x,1")]
    [InlineData("columns of all rows, in the order of first appearance", """{"a":1}|{"b":2,"a":3}|{"c":4}""", "a,b,c|1,,|3,2,|,,4")]
    [InlineData("members in another order", """{"a":1,"b":2}|{"b":3,"a":4}""", "a,b|1,2|4,3")]
    [InlineData("quotes, commas", """{"a":"x, \"y\"","b,c":"\""}""", "a,\"b,c\"|\"x, \"\"y\"\"\",\"\"\"\"")]
    [InlineData("numbers keep their digits", """{"a":1.50,"b":-0,"c":1e400,"d":12345678901234567890}""", "a,b,c,d|1.50,-0,1e400,12345678901234567890")]
    [InlineData("null and absent are empty", """{"a":null,"b":""}|{"a":true,"b":false}""", "a,b|,|true,false")]
    [InlineData("one empty cell is a row", """{"a":""}""", "a|\"\"")]
    [InlineData("nested values are their JSON", """{"a":{"x":[1,"y"]},"b":[]}""", "a,b|\"{\"\"x\"\":[1,\"\"y\"\"]}\",[]")]
    [InlineData("unicode", """{"ä":"日本 \ud83d\ude00 😀"}""", "ä|日本 😀 😀")]
    [InlineData("half a surrogate pair stays as it is written", """{"a":"x\ud83d"}""", "a|x\\ud83d")]
    [InlineData("values that are no objects", """1|"x"|[2]""", "value|1|x|[2]")]
    [InlineData("formulas", """{"a":"=1+1","b":"@x","c":"+x","d":"-x","=e":"'x"}""", "a,b,c,d,'=e|'=1+1,'@x,'+x,'-x,'x")]
    [InlineData("numbers as texts are no formulas", """{"a":"-12.50","b":"+1","c":-3,"d":"-1.","e":"-"}""", "a,b,c,d,e|-12.50,+1,-3,'-1.,'-")]
    public async Task Csv_is_RFC_4180(string why, string rows, string expected) =>
        (await AssembleAsync(ReportFormat.Csv, rows.Split('|'))).ShouldBe(expected.Replace("|", "\r\n") + "\r\n", why);

    [Fact]
    public async Task Line_ends_within_texts_are_kept_in_quotes() =>
        (await AssembleAsync(ReportFormat.Csv, """{"a":"x\r\ny","b":"\tz"}""")).ShouldBe("a,b\r\n\"x\r\ny\",'\tz\r\n");

    [Fact]
    public async Task Json_is_one_array_of_the_rows_as_they_are() =>
        (await AssembleAsync(ReportFormat.Json, """{"a":1.50, "b":"\u00e4"}""", "[1]")).ShouldBe("[\n{\"a\":1.50, \"b\":\"\\u00e4\"},\n[1]\n]\n");

    [Fact]
    public async Task Rows_longer_than_any_buffer_are_kept_whole()
    {
        var text = new string('x', 300_000) + "\\\"" + new string('y', 300_000);

        var csv = await AssembleAsync(ReportFormat.Csv, $$"""{"a":"{{text}}"}""", """{"a":1}""");

        csv.ShouldBe($"a\r\n\"{text.Replace("\\\"", "\"\"")}\"\r\n1\r\n");
    }

    [Fact]
    public async Task Too_many_columns_are_refused_with_the_way_out()
    {
        var rows = Enumerable.Range(0, CsvColumns.MaxColumns + 1).Select(i => $$"""{"c{{i}}":1}""").ToArray();

        (await Should.ThrowAsync<ReportException>(() => AssembleAsync(ReportFormat.Csv, rows))).Message.ShouldBe("The rows have more than 1000 different members: ask for JSON instead of CSV.");
        (await AssembleAsync(ReportFormat.Json, rows)).Length.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public async Task Part_that_is_gone_is_no_shorter_report() =>
        await Should.ThrowAsync<ReportException>(() => new AssembleReport(_artifacts).ExecuteAsync("out", ReportFormat.Csv, ["part"], default));

    private async Task<string> AssembleAsync(ReportFormat format, params string[] rows)
    {
        // Two parts, one of them without a line end at its end, and an empty one.
        string[] parts = ["p/0", "p/1", "p/2"];
        _artifacts.All[parts[0]] = string.Concat(rows[..1].Select(r => r + "\n"));
        _artifacts.All[parts[1]] = "";
        _artifacts.All[parts[2]] = string.Join('\n', rows[1..]);
        var output = await new AssembleReport(_artifacts).ExecuteAsync("out", format, parts, default);
        var text = _artifacts.All["out"];
        (output.Rows, output.Bytes).ShouldBe((rows.Length, Encoding.UTF8.GetByteCount(text)));
        return text;
    }
}
