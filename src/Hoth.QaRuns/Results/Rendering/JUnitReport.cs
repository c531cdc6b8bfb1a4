using System.Globalization;
using System.Text;
using System.Xml;

namespace Hoth.QaRuns.Results.Rendering;

/// <summary>
/// A report as JUnit XML, as Jenkins (junit-10.xsd of its xUnit plugin) and GitLab read it: a test suite per operation, a test case per scenario. The first suite
/// holds the facts of the run. What is INCONCLUSIVE is an error there, so that no reader takes a run without failures for a good one.
/// </summary>
public static class JUnitReport
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, NewLineChars = "\n" };

    /// <summary>Writes, suite by suite.</summary>
    public static async Task WriteAsync(RunReport report, Stream output, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        using var xml = XmlWriter.Create(buffer, Settings);
        var scenarios = report.Scenarios.ToLookup(s => s.OperationId, StringComparer.Ordinal);
        var findings = report.Findings.ToDictionary(f => f.Fingerprint, StringComparer.Ordinal);
        var isInconclusive = report.Verdict == Verdict.Inconclusive;
        xml.WriteStartElement("testsuites");
        Write(xml, "name", $"{report.Spec.Title} {report.Spec.Version}");
        Write(xml, "tests", report.Totals.Scenarios + report.Operations.Count(o => o.LeftOut is not null) + (isInconclusive ? 1 : 0));
        Write(xml, "failures", report.Totals.Failed);
        Write(xml, "errors", isInconclusive ? 1 : 0);
        Write(xml, "time", Seconds((report.EndedAt - report.StartedAt).TotalSeconds));
        WriteRun(xml, report, isInconclusive);
        foreach (var operation in report.Operations)
        {
            WriteOperation(xml, operation, [.. scenarios[operation.OperationId]], findings);
            xml.Flush();
            await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
            buffer.SetLength(0);
        }

        xml.WriteEndElement();
        xml.Flush();
        await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
    }

    private static void WriteRun(XmlWriter xml, RunReport report, bool isInconclusive)
    {
        xml.WriteStartElement("testsuite");
        Write(xml, "name", "(run)");
        Write(xml, "tests", isInconclusive ? 1 : 0);
        Write(xml, "failures", 0);
        Write(xml, "errors", isInconclusive ? 1 : 0);
        Write(xml, "skipped", 0);
        Write(xml, "timestamp", report.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        WriteProperties(
            xml,
            ("verdict", Words.Of(report.Verdict)),
            ("reasons", string.Join('\n', report.Reasons)),
            ("target", report.BaseUrl),
            ("specification", $"{report.Spec.Title} {report.Spec.Version}"),
            ("specificationHash", report.Spec.Hash),
            ("specificationNotes", $"{report.Spec.Notes.Length}"),
            ("generator", report.Generator),
            ("seed", $"{report.Options.Seed}"),
            ("allowWrites", report.Options.AllowWrites ? "true" : "false"),
            ("comparison", report.Comparison?.Summary));
        if (isInconclusive)
        {
            xml.WriteStartElement("testcase");
            Write(xml, "classname", "(run)");
            Write(xml, "name", "verdict");
            xml.WriteStartElement("error");
            Write(xml, "type", Words.Of(report.Verdict));
            Write(xml, "message", report.Reasons[0]);
            xml.WriteString(VisibleText.Of(string.Join('\n', report.Reasons)));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteOperation(XmlWriter xml, OperationScore operation, ReportedScenario[] scenarios, Dictionary<string, ReportedFinding> findings)
    {
        var leftOut = operation.LeftOut is null ? 0 : 1;
        xml.WriteStartElement("testsuite");
        Write(xml, "name", operation.OperationId);
        Write(xml, "tests", operation.Scenarios + leftOut);
        Write(xml, "failures", operation.Failed);
        Write(xml, "errors", 0);
        Write(xml, "skipped", operation.NotRun + leftOut);
        Write(xml, "assertions", operation.Assertions);
        Write(xml, "time", Seconds(scenarios.Sum(s => s.Exchanges.Sum(e => e.Milliseconds)) / 1000.0));
        WriteProperties(
            xml,
            ("operation", $"{operation.Method} {operation.Path}"),
            ("reached", operation.Reached ? "true" : "false"),
            ("findings", $"{operation.Findings}"),
            ("scenariosOverLimit", operation.ScenariosOverLimit > 0 ? $"{operation.ScenariosOverLimit}" : null),
            ("leftOut", operation.LeftOut));
        if (operation.LeftOut is not null) WriteCase(xml, operation.OperationId, "(left out)", 0, 0, () => WriteSkipped(xml, operation.LeftOut));
        foreach (var scenario in scenarios)
        {
            WriteCase(xml, scenario.OperationId, $"{scenario.Title} ({scenario.Id})", scenario.Exchanges.Sum(e => e.Milliseconds), scenario.Assertions, () =>
            {
                if (scenario.Outcome == ScenarioOutcome.NotRun) WriteSkipped(xml, scenario.Reason);
                else if (scenario.Outcome == ScenarioOutcome.Failed) WriteFailure(xml, scenario, findings);
            });
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, string operationId, string name, long milliseconds, int assertions, Action writeOutcome)
    {
        xml.WriteStartElement("testcase");
        Write(xml, "classname", operationId);
        Write(xml, "name", name);
        Write(xml, "assertions", assertions);
        Write(xml, "time", Seconds(milliseconds / 1000.0));
        writeOutcome();
        xml.WriteEndElement();
    }

    private static void WriteSkipped(XmlWriter xml, string? reason)
    {
        xml.WriteStartElement("skipped");
        Write(xml, "message", reason ?? "");
        xml.WriteEndElement();
    }

    /// <summary>One element for all findings of a scenario: readers show the first alone. Those that another one explains are among them, without a rule.</summary>
    private static void WriteFailure(XmlWriter xml, ReportedScenario scenario, Dictionary<string, ReportedFinding> findings)
    {
        var text = new StringBuilder();
        foreach (var finding in scenario.Findings)
        {
            text.Append(finding.Fingerprint).Append('\n').Append(finding.Message).Append('\n');
            if (findings.GetValueOrDefault(finding.Fingerprint)?.Rule is { } rule) text.Append("Rule: ").Append(rule).Append('\n');
            if (scenario.Exchanges.ElementAtOrDefault(finding.Exchange) is { } exchange) text.Append(Words.Answer(exchange)).Append('\n').Append(CurlCommand.For(exchange)).Append('\n');
            text.Append('\n');
        }

        xml.WriteStartElement("failure");
        Write(xml, "type", scenario.Findings.IsEmpty ? "" : scenario.Findings[0].Fingerprint.Split(' ')[0]);
        Write(xml, "message", string.Join(" | ", scenario.Findings.Select(f => $"{f.Fingerprint}: {f.Message}")));
        xml.WriteString(VisibleText.Of(text.ToString()));
        xml.WriteEndElement();
    }

    private static void WriteProperties(XmlWriter xml, params ReadOnlySpan<(string Name, string? Value)> properties)
    {
        xml.WriteStartElement("properties");
        foreach (var (name, value) in properties)
        {
            if (value is null) continue;
            xml.WriteStartElement("property");
            Write(xml, "name", name);
            Write(xml, "value", value);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, VisibleText.Of(value));

    private static void Write(XmlWriter xml, string name, int value) => xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);
}
