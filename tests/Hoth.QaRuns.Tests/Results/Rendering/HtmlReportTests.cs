using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Results.Rendering;
using static Hoth.QaRuns.Tests.Results.RunReports;

namespace Hoth.QaRuns.Tests.Results.Rendering;

public partial class HtmlReportTests
{
    private static readonly string[] Void = ["meta", "!DOCTYPE"];

    [Fact]
    public async Task A_finding_has_its_rule_request_answer_and_command()
    {
        var failed = Failed("getThing", "1", Finding("getThing") with { Exchange = 1 }) with { Exchanges = [Exchange("listThings"), Exchange("getThing") with { Url = "https://api.example/v1/things/7" }] };
        var page = await RenderAsync(EvaluateRun.Run(Facts([.. Good().Records.Where(r => r.OperationId != "getThing"), failed]) with { Baseline = EvaluateRun.Run(Good()) }));

        var text = TextOf(page);
        text.ShouldContain("body-schema: getThing new");
        text.ShouldContain("At most 10 was expected, 11 came.");
        text.ShouldContain(Rule);
        text.ShouldContain("GET https://api.example/v1/things/7\nAuthorization: Bearer (credential)\nAccept: application/json\n");
        text.ShouldContain("200\nContent-Type: application/json\n\n[{\"size\":11}]");
        text.ShouldContain("""--header 'Authorization: Bearer '"$TOKEN" """.TrimEnd());
        text.ShouldContain("Before it: 1 requests");
        text.ShouldContain("the API has changed");
        text.ShouldContain("Something is not checked.");
    }

    [Fact]
    public async Task What_was_left_out_and_left_behind_is_said()
    {
        var report = EvaluateRun.Run(Facts(Passed("listThings") with { Created = [new CreatedResource("addThing", "/things/77", "77")] }, Passed("getThing")) with { Options = new RunOptions() });

        var text = TextOf(await RenderAsync(report));

        text.ShouldContain("left out: It writes, and writes are not allowed.");
        text.ShouldContain("/things/77");
        text.ShouldContain("PASS_WITH_WARNINGS");
    }

    [Fact]
    public async Task Hostile_texts_change_nothing_but_texts()
    {
        var skeleton = SkeletonOf(await RenderAsync(EvaluateRun.Run(HostileTexts.Facts("harmless"))));

        foreach (var text in HostileTexts.All)
        {
            var page = await RenderAsync(EvaluateRun.Run(HostileTexts.Facts(text)));
            SkeletonOf(page).ShouldBe(skeleton, text);
            TextOf(page).ShouldContain(VisibleText.Of(text));
        }
    }

    [Fact]
    public async Task The_page_loads_and_runs_nothing()
    {
        var page = await RenderAsync(EvaluateRun.Run(HostileTexts.Facts("harmless")));
        var style = Style().Match(page).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));

        WebUtility.HtmlDecode(page).ShouldContain($"content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\"");
        style.ShouldNotContain("url(");
        style.ShouldNotContain("@import");
        foreach (var tag in SkeletonOf(page)) Regex.IsMatch(tag, "^<(script|link|img|iframe|object|a|form|base|svg)[ >]| (src|href|on[a-z]+|style)=").ShouldBeFalse(tag);
    }

    [Fact]
    public async Task Two_thousand_scenarios_are_written_in_pieces()
    {
        var body = new string('x', Hoth.QaRuns.Results.Exchange.LongestBody);
        var report = EvaluateRun.Run(Facts([.. Enumerable.Range(0, 2_000).Select(i => Failed("getThing", $"{i}", Finding("getThing", pointer: $"#/{i}")) with { Exchanges = [Exchange("getThing") with { ResponseBody = body }] })]));
        foreach (var write in new[] { HtmlReport.WriteAsync, JUnitReport.WriteAsync, RunReportJson.WriteAsync })
        {
            using var stream = new LargestWrite();
            await write(report, stream, default);
            stream.Length.ShouldBeGreaterThan(1_000_000);
            // A test suite of JUnit is one piece, without the answers.
            stream.Largest.ShouldBeLessThan(write.Method.DeclaringType == typeof(JUnitReport) ? 4_000_000 : 500_000);
        }
    }

    /// <summary>The tags, of which the page must consist but for texts.</summary>
    private static List<string> SkeletonOf(string page)
    {
        page = Style().Replace(page, "<style></style>");
        var open = new Stack<string>();
        var tags = new List<string>();
        var at = 0;
        foreach (Match tag in Tag().Matches(page))
        {
            CheckText(page[at..tag.Index]);
            at = tag.Index + tag.Length;
            tags.Add(tag.Value);
            var name = tag.Groups["name"].Value;
            if (tag.Groups["end"].Length > 0) open.Pop().ShouldBe(name);
            else if (!Void.Contains(name)) open.Push(name);
            foreach (Capture value in tag.Groups["value"].Captures) CheckText(value.Value);
        }

        CheckText(page[at..]);
        open.ShouldBeEmpty();
        return [.. tags.Select(t => t.StartsWith("<title>", StringComparison.Ordinal) ? "<title>" : t)];
    }

    private static void CheckText(string text)
    {
        text.ShouldNotContain("<");
        text.ShouldNotContain(">");
        text.ShouldNotContain("\"");
        Reference().Replace(text, "").ShouldNotContain("&");
        text.ShouldAllBe(c => c == '\n' || c == '\t' || !char.IsControl(c));
    }

    private static string TextOf(string page) => WebUtility.HtmlDecode(Tag().Replace(page, ""));

    private static async Task<string> RenderAsync(RunReport report)
    {
        using var stream = new MemoryStream();
        await HtmlReport.WriteAsync(report, stream, default);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(stream.ToArray());
    }

    [GeneratedRegex("""<(?<end>/?)(?<name>!?[A-Za-z0-9]+)(?: (?:html|[a-z-]+="(?<value>[^"<>]*)"))*>""")]
    private static partial Regex Tag();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("&(?:lt|gt|amp|quot|#x[0-9A-F]+);")]
    private static partial Regex Reference();

    private sealed class LargestWrite : MemoryStream
    {
        public int Largest { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Largest = Math.Max(Largest, buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
