using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Hoth.QaRuns.Results;
using static Hoth.QaRuns.Tests.Results.RunReports;

namespace Hoth.QaRuns.Tests.Results;

public class EvaluateRunTests
{
    public static TheoryData<string, Verdict, string[]> Verdicts() => new()
    {
        { "all is well", Verdict.Pass, ["9 comparisons in 3 scenarios of 3 operations: all as specified."] },
        { "nothing ran", Verdict.Inconclusive, ["There was no scenario."] },
        { "only writes, not allowed", Verdict.Inconclusive, ["There was no scenario.", "Left out: addThing. It writes, and writes are not allowed."] },
        { "writes not allowed", Verdict.PassWithWarnings, ["Left out: addThing. It writes, and writes are not allowed."] },
        { "an operation without scenarios", Verdict.Inconclusive, ["There was no scenario of getThing."] },
        { "an operation without scenarios, reached by another's", Verdict.Inconclusive, ["There was no scenario of getThing."] },
        { "an operation without assertions", Verdict.Inconclusive, ["Nothing was compared of getThing."] },
        { "no assertions at all", Verdict.Inconclusive, ["Nothing was compared."] },
        { "an operation without a 2xx", Verdict.Inconclusive, ["No valid request was answered with a 2xx by addThing, getThing."] },
        { "reached by another's scenario", Verdict.Pass, ["9 comparisons in 3 scenarios of 3 operations: all as specified."] },
        { "some did not run", Verdict.PassWithWarnings, ["3 scenarios did not run (listThings, getThing): An id is missing.", "1 scenario did not run (getThing): Other."] },
        { "over the limit", Verdict.PassWithWarnings, ["1,205 scenarios left out, over the limit of 200 per operation: addThing 1,204, getThing 1."] },
        { "left out for another reason", Verdict.PassWithWarnings, ["Left out: addThing, getThing. It takes XML."] },
        { "stopped", Verdict.Inconclusive, ["The run was cancelled."] },
        { "a finding", Verdict.Fail, ["1 finding in 1 operation."] },
        { "a finding in a run with gaps", Verdict.Fail, ["2 findings in 2 operations.", "The run was cancelled.", "There was no scenario of getThing.", "1 scenario did not run (listThings): An id is missing."] },
        { "failed without a finding", Verdict.Inconclusive, ["1 scenario failed without a finding: a fault of Hoth."] },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void The_verdict_is_as_its_rules_say(string case_, Verdict verdict, string[] reasons)
    {
        var getThingReached = Passed("listThings") with { Reached = ["listThings", "getThing"] };
        var facts = case_ switch
        {
            "all is well" => Good(),
            "nothing ran" => Facts(),
            "only writes, not allowed" => Facts() with { Options = new RunOptions() },
            "writes not allowed" => Facts(Passed("listThings"), Passed("getThing")) with { Options = new RunOptions() },
            "an operation without scenarios" or "an operation without scenarios, reached by another's" => Facts(getThingReached, Passed("addThing")),
            "an operation without assertions" => Facts(Passed("listThings"), Passed("addThing"), Passed("getThing", assertions: 0)),
            "no assertions at all" => Facts(Passed("listThings", assertions: 0), Passed("addThing", assertions: 0), Passed("getThing", assertions: 0)),
            "an operation without a 2xx" => Facts(Passed("listThings"), Passed("addThing") with { Reached = [] }, Passed("getThing") with { Reached = [] }),
            "reached by another's scenario" => Facts(getThingReached, Passed("addThing"), Passed("getThing") with { Reached = [] }),
            "some did not run" => Facts([.. Good().Records, NotRun("getThing", "2"), NotRun("getThing", "3"), NotRun("getThing", "4", "Other."), NotRun("listThings", "2")]),
            "over the limit" => Facts(Passed("listThings"), Passed("addThing") with { LeftOut = 1204 }, Passed("getThing") with { LeftOut = 1 }),
            "left out for another reason" => Facts(Passed("listThings")) with { LeftOut = ImmutableDictionary<string, string>.Empty.Add("addThing", "It takes XML.").Add("getThing", "It takes XML.") },
            "stopped" => Good() with { Stopped = "The run was cancelled." },
            "a finding" => Facts([.. Good().Records, Failed("getThing", "2", Finding("getThing"))]),
            "a finding in a run with gaps" => Facts(Failed("listThings", "1", Finding("listThings"), Finding("addThing")), Passed("addThing"), NotRun("listThings", "2")) with { Stopped = "The run was cancelled." },
            "failed without a finding" => Facts([.. Good().Records, Failed("getThing", "2")]),
            _ => throw new InvalidOperationException(case_),
        };

        var report = EvaluateRun.Run(facts);

        report.Reasons.ShouldBe(reasons);
        report.Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void Notes_about_the_specification_do_not_change_the_verdict()
    {
        var without = Good() with { Spec = Spec with { Notes = [] } };

        EvaluateRun.Run(Good()).Verdict.ShouldBe(EvaluateRun.Run(without).Verdict);
        EvaluateRun.Run(Good()).Spec.Notes.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_finding_that_many_scenarios_show_is_one_with_their_number_and_the_first_of_them()
    {
        var report = EvaluateRun.Run(Facts(
            Failed("getThing", "1", Finding("getThing", message: "the first of getThing")),
            Failed("listThings", "2", Finding("getThing", message: "the second of listThings"), Finding("listThings")),
            Failed("listThings", "1", Finding("getThing", message: "the first of all"), Finding("getThing", message: "the same again")),
            Passed("addThing")));

        report.Findings.Select(f => f.Fingerprint).ShouldBe([$"body-schema listThings {Rule}", $"body-schema getThing {Rule}"]);
        var shared = report.Findings[1];
        shared.ShouldBe(new ReportedFinding(shared.Fingerprint, CheckNames.BodySchema, "getThing", Rule, "10", "the first of all", "listThings/1", 0, 3));
        report.Operations.Select(o => o.Findings).ShouldBe([1, 0, 1]);
        report.FindScenario("listThings/1")!.Findings.ShouldBe([new ScenarioFinding(shared.Fingerprint, "the first of all", 0)]);
        report.FindScenario("getThing/1")!.Findings.ShouldBe([new ScenarioFinding(shared.Fingerprint, "the first of getThing", 0)]);
    }

    [Fact]
    public void The_scorecard_counts_per_operation_and_in_all()
    {
        var report = EvaluateRun.Run(Facts(
            Passed("listThings", "1", 3) with { LeftOut = 7 }, Passed("listThings", "2", 4), Failed("listThings", "3", Finding("listThings")), NotRun("listThings", "4"), Passed("getThing") with { Reached = [] })
            with { Options = new RunOptions() });

        report.Operations[0].ShouldBe(new OperationScore
        {
            OperationId = "listThings", Method = "GET", Path = "/things", Scenarios = 4, Passed = 2, Failed = 1, NotRun = 1, ScenariosOverLimit = 7, Assertions = 10, Reached = true, Findings = 1,
        });
        report.Operations[1].LeftOut.ShouldNotBeNull();
        report.Operations[2].Reached.ShouldBeFalse();
        report.Totals.ShouldBe(new RunTotals(3, 2, 1, 5, 3, 1, 1, 13, 1, 4));
    }

    [Fact]
    public async Task The_same_records_in_another_order_make_the_same_bytes()
    {
        var records = Enumerable.Range(0, 60).Select(i => (i % 4) switch
        {
            0 => Failed("getThing", $"{i}", Finding("getThing", message: $"by {i}"), Finding("listThings", pointer: $"#/{i % 3}", message: $"by {i}")),
            1 => NotRun("addThing", $"{i}", $"Reason {i % 3}."),
            2 => Passed("addThing", $"{i}") with { Created = [new CreatedResource("addThing", $"/things/{i}", $"{i}")] },
            _ => Passed("listThings", $"{i}"),
        }).ToArray();
        var expected = await JsonAsync(EvaluateRun.Run(Facts(records)));
        var random = new Random(7);

        for (var i = 0; i < 50; i++)
        {
            random.Shuffle(records);
            (await JsonAsync(EvaluateRun.Run(Facts(records)))).ShouldBe(expected);
        }
    }

    [Fact]
    public void Credentials_that_are_refused_everywhere_say_nothing_about_the_api()
    {
        var refused = Exchange("getThing") with { Status = 401 };
        ScenarioRecord Refused(string operationId, string id, string check, string pointer) =>
            Failed(operationId, id, Finding(operationId, check, pointer)) with { Exchanges = [refused], Reached = [] };

        var report = EvaluateRun.Run(Facts(
            Refused("listThings", "1", CheckNames.ValidRejected, "#/paths/x/get/security"),
            Refused("addThing", "1", CheckNames.WrongRejectionStatus, "#/paths/x/post/responses"),
            Passed("getThing") with { Reached = [] }));

        report.Verdict.ShouldBe(Verdict.Inconclusive);
        report.Findings.ShouldBeEmpty();
        report.Reasons.ShouldContain("2 scenarios did not run (listThings, addThing): The target refuses the credentials of the run everywhere.");
    }

    [Fact]
    public void Records_that_cannot_be_of_one_run_are_refused()
    {
        Should.Throw<ArgumentException>(() => EvaluateRun.Run(Facts(Passed("getThing"), Passed("getThing")))).Message.ShouldContain("getThing/1");
        Should.Throw<ArgumentException>(() => EvaluateRun.Run(Facts(Passed("unknown")))).Message.ShouldContain("unknown");
        Should.Throw<ArgumentException>(() => EvaluateRun.Run(Facts(Failed("getThing", "1", Finding("unknown"))))).Message.ShouldContain("unknown");
    }

    [Fact]
    public void Parameters_named_as_secrets_are_not_in_the_report()
    {
        var options = new RunOptions { AllowWrites = true, Parameters = new RunOptions().Parameters.Add("id", "42").Add("api_key", "hunter2") };

        EvaluateRun.Run(Good() with { Options = options }).Options.Parameters.ShouldBe(options.Parameters.SetItem("api_key", Redaction.Mark));
    }

    [Fact]
    public async Task A_report_can_be_read_again()
    {
        var report = EvaluateRun.Run(Facts(Failed("getThing", "1", Finding("getThing")), NotRun("addThing", "1"), Passed("listThings") with { Created = [new CreatedResource("addThing", "/things/1", null)] })
            with { Baseline = EvaluateRun.Run(Good()) });
        var json = await JsonAsync(report);

        var again = await RunReportJson.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)), default);

        (await JsonAsync(again)).ShouldBe(json);
        json.ShouldContain("\"verdict\":\"FAIL\"");
        json.ShouldNotContain("captured", Case.Insensitive);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("nonsense")]
    public async Task What_is_no_report_is_refused_as_a_baseline(string text) =>
        await Should.ThrowAsync<JsonException>(() => RunReportJson.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), default));

    [Fact]
    public async Task A_report_of_another_format_is_refused_as_a_baseline()
    {
        var json = (await JsonAsync(EvaluateRun.Run(Good()))).Replace(RunReport.CurrentFormat, "hoth-qa-report/2");

        await Should.ThrowAsync<JsonException>(() => RunReportJson.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)), default));
    }

    [Fact]
    public async Task Hostile_texts_come_back_from_json_as_they_were()
    {
        foreach (var text in HostileTexts.All.Where(t => !t.Contains('\uD800')))
        {
            var report = EvaluateRun.Run(HostileTexts.Facts(text));
            var again = await RunReportJson.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(await JsonAsync(report))), default);
            again.FindScenario(report.Findings[0].ScenarioId)!.Exchanges[0].ResponseBody.ShouldBe(text);
            again.Findings[0].Message.ShouldBe(text);
        }

        // Half a character is no text: it is replaced.
        var half = await JsonAsync(EvaluateRun.Run(HostileTexts.Facts("a\uD800b")));
        half.ShouldContain(@"a\uFFFDb");
    }
}
