using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Results.Rendering;
using static Hoth.QaRuns.Tests.Results.RunReports;

namespace Hoth.QaRuns.Tests.Results.Rendering;

public class JUnitReportTests
{
    [Fact]
    public async Task A_scenario_is_a_test_case_of_its_operation()
    {
        var xml = await RenderAsync(EvaluateRun.Run(Facts(
            Passed("listThings"), Failed("getThing", "1", Finding("getThing"), Finding("getThing", pointer: "#/b")), NotRun("getThing", "2", "No id.") with { LeftOut = 4 })
            with { Options = new RunOptions() }));

        Attributes(xml).ShouldBe("name=Things 1.0 tests=4 failures=1 errors=0 time=120.000");
        var suites = xml.Elements().ToDictionary(s => s.Attribute("name")!.Value);
        suites.Keys.ShouldBe(["(run)", "listThings", "addThing", "getThing"]);
        Property(suites["(run)"], "verdict").ShouldBe("FAIL");
        Property(suites["(run)"], "seed").ShouldBe("1");
        Attributes(suites["getThing"]).ShouldBe("name=getThing tests=2 failures=1 errors=0 skipped=1 assertions=3 time=0.012");
        Property(suites["getThing"], "scenariosOverLimit").ShouldBe("4");
        Attributes(suites["addThing"]).ShouldBe("name=addThing tests=1 failures=0 errors=0 skipped=1 assertions=0 time=0.000");
        suites["addThing"].Element("testcase")!.Element("skipped")!.Attribute("message")!.Value.ShouldBe("It writes, and writes are not allowed.");

        var cases = suites["getThing"].Elements("testcase").ToList();
        Attributes(cases[0]).ShouldBe("classname=getThing name=getThing with everything given (getThing/1) assertions=3 time=0.012");
        var failure = cases[0].Elements().ShouldHaveSingleItem();
        failure.Attribute("type")!.Value.ShouldBe(CheckNames.BodySchema);
        failure.Attribute("message")!.Value.ShouldContain($"body-schema getThing {Rule}: At most 10 was expected, 11 came. | body-schema getThing #/b");
        failure.Value.ShouldContain("curl ");
        failure.Value.ShouldContain("Rule: 10\n");
        cases[1].Element("skipped")!.Attribute("message")!.Value.ShouldBe("No id.");
    }

    [Fact]
    public async Task What_is_inconclusive_is_an_error_for_whoever_counts_failures()
    {
        var xml = await RenderAsync(EvaluateRun.Run(Facts()));

        xml.Attribute("errors")!.Value.ShouldBe("1");
        xml.Descendants("error").ShouldHaveSingleItem().Attribute("message")!.Value.ShouldBe("There was no scenario.");
        (await RenderAsync(EvaluateRun.Run(Good()))).Descendants("error").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_numbers_of_the_suites_are_those_of_their_cases()
    {
        var report = EvaluateRun.Run(Facts(Passed("listThings"), Failed("listThings", "2", Finding("listThings")), NotRun("listThings", "3"), Passed("getThing")) with { Options = new RunOptions(), Stopped = "Stopped." });
        var xml = await RenderAsync(report);

        foreach (var (attribute, element) in new[] { ("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped") })
        {
            foreach (var suite in xml.Elements()) suite.Attribute(attribute)!.Value.ShouldBe($"{suite.Descendants(element).Count()}", $"{attribute} of {suite.Attribute("name")}");
            xml.Attribute(attribute)?.Value.ShouldBe($"{xml.Descendants(element).Count()}", attribute);
        }
    }

    [Fact]
    public async Task Hostile_texts_are_texts()
    {
        foreach (var text in HostileTexts.All)
        {
            var xml = await RenderAsync(EvaluateRun.Run(HostileTexts.Facts(text)));

            xml.Descendants("failure").ShouldHaveSingleItem().Value.ShouldContain(VisibleText.Of(text));
            xml.Descendants("failure").Single().Attribute("message")!.Value.ShouldContain(VisibleText.Of(text));
            xml.Descendants("skipped").First().Attribute("message")!.Value.ShouldBe(VisibleText.Of(text));
        }
    }

    private static async Task<XElement> RenderAsync(RunReport report)
    {
        using var stream = new MemoryStream();
        await JUnitReport.WriteAsync(report, stream, default);
        var text = Encoding.UTF8.GetString(stream.ToArray());
        text.ShouldStartWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites");
        var document = XDocument.Parse(text, LoadOptions.PreserveWhitespace);
        var schemas = new XmlSchemaSet();
        using var schema = XmlReader.Create(typeof(JUnitReportTests).Assembly.GetManifestResourceStream("junit.xsd")!);
        schemas.Add(null, schema);
        document.Validate(schemas, (_, e) => throw new XmlSchemaException(e.Message));
        return document.Root!;
    }

    private static string Attributes(XElement element) => string.Join(' ', element.Attributes().Select(a => $"{a.Name}={a.Value}"));

    private static string? Property(XElement suite, string name) =>
        suite.Element("properties")!.Elements().SingleOrDefault(p => p.Attribute("name")!.Value == name)?.Attribute("value")!.Value;
}
