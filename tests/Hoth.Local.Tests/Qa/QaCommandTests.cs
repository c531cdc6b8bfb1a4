using System.Text;
using System.Xml.Linq;
using Hoth.Local.Hosting;
using Hoth.Local.Qa;
using Hoth.Local.Tests.Storage;
using Hoth.QaRuns;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;

namespace Hoth.Local.Tests.Qa;

public sealed class QaCommandTests : IDisposable
{
    private const string Spec = """
        openapi: 3.0.3
        info: { title: Things, version: "1" }
        paths:
          /things:
            get: { operationId: listThings, responses: { "200": { description: yes } } }
            post: { operationId: addThing, responses: { "201": { description: yes } } }
        """;

    private readonly TemporaryDirectory _directory = new();
    private readonly StringWriter _output = new();
    private readonly MemoryStream _json = new();
    private QaOptions _options;

    public QaCommandTests()
    {
        Directory.CreateDirectory(_directory.Path);
        File.WriteAllText(PathOf("spec.yaml"), Spec);
        _options = new QaOptions { Spec = PathOf("spec.yaml"), BaseUrl = new Uri("http://127.0.0.1:9/"), Run = new RunOptions { AllowWrites = true } };
    }

    public void Dispose()
    {
        _directory.Dispose();
        _output.Dispose();
        _json.Dispose();
    }

    [Fact]
    public async Task A_pass_ends_with_0()
    {
        (await RunAsync(Passed("listThings"), Passed("addThing"))).ShouldBe(0);

        _output.ToString().ShouldContain("ok      listThings");
        _output.ToString().ShouldContain("PASS after ");
        _json.Length.ShouldBe(0);
    }

    [Fact]
    public async Task What_was_left_out_is_said_and_ends_with_0()
    {
        _options = _options with { Run = new RunOptions() };
        (await RunAsync(Passed("listThings"))).ShouldBe(0);

        _output.ToString().ShouldContain("PASS_WITH_WARNINGS after ");
        _output.ToString().ShouldContain("Left out: addThing. It writes, and writes are not allowed.");
    }

    [Fact]
    public async Task A_finding_ends_with_1_and_is_shown_with_its_command()
    {
        (await RunAsync(Passed("listThings"), Failed("addThing", "\u001b[2Jhostile"))).ShouldBe(1);

        var text = _output.ToString();
        text.ShouldContain("FAILED  addThing");
        text.ShouldContain("1. body-schema addThing #/a");
        text.ShouldContain("""  --header 'Authorization: Bearer '"$TOKEN" """.TrimEnd());
        text.ShouldContain("\\u001B[2Jhostile");
        text.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task Too_little_to_say_anything_ends_with_3() => (await RunAsync(Passed("listThings"))).ShouldBe(3);

    [Theory]
    [InlineData("missing.yaml")]
    [InlineData("http://127.0.0.1:9/spec")]
    [InlineData(".")]
    public async Task A_specification_that_cannot_be_read_ends_with_3_and_a_line(string place)
    {
        _options = _options with { Spec = place.StartsWith("http", StringComparison.Ordinal) ? place : PathOf(place) };
        (await RunAsync()).ShouldBe(3);
        _output.ToString().ShouldMatch("^hoth: .* cannot be read: ");
    }

    [Fact]
    public async Task A_file_that_is_no_specification_ends_with_3()
    {
        await File.WriteAllTextAsync(PathOf("spec.yaml"), "swagger: '2.0'");
        (await RunAsync()).ShouldBe(3);
        _output.ToString().ShouldContain("cannot be read: #/openapi must name a version");
    }

    [Fact]
    public async Task Stopped_it_reports_what_was_done_and_ends_with_130()
    {
        using var stop = new CancellationTokenSource();
        var engine = new ScriptedEngine([Passed("listThings"), Failed("addThing", "x")], stop);

        (await new QaCommand(_options, engine, _output, _json, isTerminal: false, TimeProvider.System).RunAsync(stop.Token)).ShouldBe(QaCommand.Stopped);

        _output.ToString().ShouldContain("1. body-schema addThing #/a");
        _output.ToString().ShouldContain("The run was stopped before its end.");
    }

    [Fact]
    public async Task The_report_goes_to_every_place_that_was_named()
    {
        _options = _options with { Json = true, HtmlFile = PathOf("r.html"), JUnitFile = PathOf("r.xml") };
        await File.WriteAllTextAsync(PathOf("r.html"), new string('x', 1_000_000));

        (await RunAsync(Passed("listThings"), Failed("addThing", "x"))).ShouldBe(1);

        (await File.ReadAllTextAsync(PathOf("r.html"))).ShouldStartWith("<!DOCTYPE html>");
        (await File.ReadAllTextAsync(PathOf("r.html"))).ShouldEndWith("</html>\n");
        XDocument.Load(PathOf("r.xml")).Descendants("failure").ShouldHaveSingleItem();
        _json.Position = 0;
        (await RunReportJson.ReadAsync(_json, default)).Verdict.ShouldBe(Verdict.Fail);
    }

    [Fact]
    public async Task A_report_is_the_baseline_of_the_next_run()
    {
        _options = _options with { Json = true };
        await RunAsync(Passed("listThings"), Failed("addThing", "x"));
        await File.WriteAllBytesAsync(PathOf("before.json"), _json.ToArray());
        _json.SetLength(0);
        _options = _options with { BaselineFile = PathOf("before.json") };

        (await RunAsync(Passed("listThings"), Passed("addThing"))).ShouldBe(0);

        _output.ToString().ShouldContain("the API has changed.");
        _output.ToString().ShouldContain("  fixed      body-schema addThing #/a");
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_refused_before_anything_is_called()
    {
        var engine = new ScriptedEngine([], null);
        await File.WriteAllTextAsync(PathOf("no.json"), "{}");
        QaOptions[] refused =
        [
            _options with { BaselineFile = PathOf("missing.json") },
            _options with { BaselineFile = PathOf("no.json") },
            _options with { HtmlFile = PathOf("missing/r.html") },
            _options with { JUnitFile = _directory.Path },
        ];

        foreach (var options in refused)
        {
            await Should.ThrowAsync<StartException>(() => new QaCommand(options, engine, _output, _json, isTerminal: false, TimeProvider.System).RunAsync(CancellationToken.None));
        }

        engine.WasCalled.ShouldBeFalse();
    }

    [Fact]
    public async Task Notes_are_listed_when_they_are_few_or_asked_for()
    {
        var parameters = string.Join(", ", Enumerable.Range(0, 6).Select(i => $"{{ name: p{i}, in: query, schema: {{ type: string, format: date }}, description: YYYY-MM }}"));
        await File.WriteAllTextAsync(PathOf("spec.yaml"), Spec.Replace("listThings,", $"listThings, parameters: [{parameters}],"));
        await RunAsync(Passed("listThings"), Passed("addThing"));
        _output.ToString().ShouldContain("not held against the API: 6 (--notes lists them)");
        _options = _options with { Notes = true };
        await RunAsync(Passed("listThings"), Passed("addThing"));
        _output.ToString().ShouldContain($"  {SpecNoteCodes.MonthAsDate} #/");
    }

    [Fact]
    public async Task On_a_terminal_a_line_counts_and_is_erased_before_others()
    {
        var engine = new ScriptedEngine([Passed("listThings"), Passed("addThing")], null);

        await new QaCommand(_options, engine, _output, _json, isTerminal: true, TimeProvider.System).RunAsync(CancellationToken.None);

        _output.ToString().ShouldContain("\r\e[Kok      listThings");
        _output.ToString().ShouldContain("\r\e[K1 of 2 operations, ");
    }

    private Task<int> RunAsync(params ScenarioRecord[] records) =>
        new QaCommand(_options, new ScriptedEngine(records, null), _output, _json, isTerminal: false, TimeProvider.System).RunAsync(CancellationToken.None);

    private string PathOf(string name) => Path.Combine(_directory.Path, name);

    private static ScenarioRecord Passed(string operationId) => new()
    {
        ScenarioId = $"{operationId}/Positive/valid", OperationId = operationId, Kind = ScenarioKind.Positive, Title = "A valid request", Outcome = ScenarioOutcome.Passed, Assertions = 3, Reached = [operationId],
    };

    private static ScenarioRecord Failed(string operationId, string message) => Passed(operationId) with
    {
        Outcome = ScenarioOutcome.Failed,
        Findings = [new Finding(CheckNames.BodySchema, operationId, "#/a", message, $"{operationId}/Positive/valid", 0)],
        Exchanges =
        [
            new Exchange
            {
                OperationId = operationId, Method = "POST", Url = "http://127.0.0.1:9/things", RequestHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer (credential)" }, Status = 200,
            },
        ],
    };

    /// <summary>Writes given records to the journal, and may be stopped after that.</summary>
    private sealed class ScriptedEngine(ScenarioRecord[] records, CancellationTokenSource? stop) : IQaEngine
    {
        public bool WasCalled { get; private set; }

        public async Task RunAsync(ApiSpec spec, QaOptions options, IScenarioJournal journal, IQaProgress progress, CancellationToken cancellationToken)
        {
            WasCalled = true;
            foreach (var record in records)
            {
                await journal.ExecutedAsync(record, cancellationToken);
                progress.OperationEnded(record.OperationId);
            }

            if (stop is not null) await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
