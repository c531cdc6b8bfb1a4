using System.Text.Json;
using System.Text.RegularExpressions;
using Hoth.HttpJobs;
using Hoth.HttpJobs.Expressions;
using Hoth.Tests.Repository;

namespace Hoth.Tests.HttpJobs;

public sealed partial class ExpressionTests
{
    /// <summary>The examples of the page are what it says they are.</summary>
    public static TheoryData<string, string> Documented()
    {
        var data = new TheoryData<string, string>();
        foreach (Match row in ExampleRow().Matches(RepositoryFiles.Read("docs/http-jobs.md"))) data.Add(row.Groups["text"].Value, row.Groups["gives"].Value);
        return data;
    }

    [Fact]
    public void Page_has_examples() => Documented().Count.ShouldBe(13);

    [Theory]
    [MemberData(nameof(Documented))]
    public void Documented_expression_gives_what_the_page_says(string text, string gives)
    {
        var body = BodyBlock().Match(RepositoryFiles.Read("docs/http-jobs.md")).Groups["json"].Value;
        var template = Parse(text);
        var values = HttpJobMoves.WithAttempt(ExpressionValues.Empty, "inst", 1)
            .With("input", "month", JsonText.Of("2026-01"))
            .With("creation_response", new Head(), JsonDocument.Parse(body).RootElement, template.Paths);

        if (gives.StartsWith("fails: `")) Should.Throw<HttpJobException>(() => template.Render(values)).Message.ShouldBe(gives[8..^1]);
        else $"`{template.Render(values)}`".ShouldBe(gives);
    }

    [Theory]
    [InlineData("{{ creation_response.body.id", "has {{ without }}")]
    [InlineData("{{ }}", "must begin with one of")]
    [InlineData("{{ os.environ }}", "must begin with one of")]
    [InlineData("{{ creation_response }}", "must say body, headers, status or url after creation_response")]
    [InlineData("{{ creation_response.id }}", "must say body, headers, status or url after creation_response")]
    [InlineData("{{ creation_response.body.items[*] }}", "must say body")]
    [InlineData("{{ creation_response.body[-1] }}", "must say body")]
    [InlineData("{{ creation_response.headers['X' }}", "must say body")]
    [InlineData("{{ creation_response.status.x }}", "must be a path")]
    [InlineData("{{ creation_response.body.a + 1 }}", "must be a path")]
    [InlineData("{{ creation_response.body.a() }}", "must be a path")]
    [InlineData("{{ 'a ?? 'b' }}", "must be a path")]
    [InlineData("{{ input }}", "must name a member of input")]
    public void Wrong_expression_is_refused(string text, string mistake)
    {
        Template.TryParse(text, out var found).ShouldBeNull();
        found.ShouldNotBeNull().ShouldStartWith(mistake);
    }

    [Theory]
    [InlineData("$.a.b", "1")]
    [InlineData("$.list[1].x", "3")]
    [InlineData("$.list[*].x", "2|3")]
    [InlineData("$.list[*].tags[*]", "4|5|6")]
    [InlineData("$.empty[*]", "")]
    [InlineData("$.list[*].missing", null)]
    [InlineData("$.missing[*]", null)]
    [InlineData("$.a[*]", null)]
    [InlineData("$.list[9]", null)]
    public void Path_finds_all_or_says_that_it_does_not(string path, string? found)
    {
        var root = JsonDocument.Parse("""{"a":{"b":1},"list":[{"x":2,"tags":[4]},{"x":3,"tags":[5,6]}],"empty":[]}""").RootElement;

        var values = JsonPath.TryParse(path, out _)!.FindAll(root);

        (values is null ? null : string.Join('|', values)).ShouldBe(found);
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("$.")]
    [InlineData("$..a")]
    [InlineData("$[?(@.a)]")]
    [InlineData("$.a b")]
    public void Wrong_path_is_refused(string path) => JsonPath.TryParse(path, out _).ShouldBeNull();

    private static Template Parse(string text) => Template.TryParse(text, out var mistake) ?? throw new InvalidOperationException(mistake);

    private sealed class Head : IAnswerHead
    {
        public int Status => 202;

        public string Url => "https://api.example.com/jobs";

        public string? Header(string name) => name.Equals("Location", StringComparison.OrdinalIgnoreCase) ? "https://api.example.com/jobs/1" : null;
    }

    [GeneratedRegex("""^\| `(?<text>[^`]*\{\{[^`]*)` \| (?<gives>(fails: )?`[^`]*`) \|$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ExampleRow();

    [GeneratedRegex("""```json\n(?<json>[^`]*)```""", RegexOptions.ExplicitCapture)]
    private static partial Regex BodyBlock();
}
