using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Tests.Results;

/// <summary>Facts and reports for tests: an API of three operations, two of which read.</summary>
internal static class RunReports
{
    public const string Rule = "#/components/schemas/Thing/properties/size/maximum";

    public static ApiSpec Spec { get; } = new()
    {
        Title = "Things",
        Version = "1.0",
        Hash = "hash-1",
        Operations = [Operation("listThings", "GET", "/things"), Operation("addThing", "POST", "/things"), Operation("getThing", "GET", "/things/{id}")],
        Notes = [new SpecNote(SpecNoteCodes.NotChecked, "#/info", "Something is not checked.")],
        Document = JsonDocument.Parse("""{"components":{"schemas":{"Thing":{"properties":{"size":{"maximum":10,"type":"integer"}}}}}}""").RootElement,
    };

    public static RunFacts Facts(params ScenarioRecord[] records) => new()
    {
        Spec = Spec,
        BaseUrl = "https://api.example/v1",
        Options = new RunOptions { AllowWrites = true },
        Records = records,
        StartedAt = DateTimeOffset.UnixEpoch,
        EndedAt = DateTimeOffset.UnixEpoch.AddMinutes(2),
    };

    /// <summary>Facts of a run in which all went well.</summary>
    public static RunFacts Good() => Facts(Passed("listThings"), Passed("addThing"), Passed("getThing"));

    public static ScenarioRecord Passed(string operationId, string id = "1", int assertions = 3) => new()
    {
        ScenarioId = $"{operationId}/{id}",
        OperationId = operationId,
        Kind = ScenarioKind.Positive,
        Title = $"{operationId} with everything given",
        Outcome = ScenarioOutcome.Passed,
        Assertions = assertions,
        Reached = [operationId],
        Exchanges = [Exchange(operationId)],
    };

    public static ScenarioRecord NotRun(string operationId, string id, string reason = "An id is missing.") =>
        Passed(operationId, id) with { Outcome = ScenarioOutcome.NotRun, Reason = reason, Assertions = 0, Reached = [], Exchanges = [] };

    public static ScenarioRecord Failed(string operationId, string id, params Finding[] findings)
    {
        var record = Passed(operationId, id);
        return record with { Outcome = ScenarioOutcome.Failed, Findings = [.. findings.Select(f => f with { ScenarioId = record.ScenarioId })] };
    }

    public static Finding Finding(string operationId, string check = CheckNames.BodySchema, string pointer = Rule, string message = "At most 10 was expected, 11 came.") =>
        new(check, operationId, pointer, message, "", 0);

    public static Exchange Exchange(string operationId) => new()
    {
        OperationId = operationId,
        Method = "GET",
        Url = "https://api.example/v1/things",
        RequestHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer (credential)", ["Accept"] = "application/json" },
        Status = 200,
        ResponseHeaders = new Dictionary<string, string> { ["Content-Type"] = "application/json" },
        ResponseBody = """[{"size":11}]""",
        Milliseconds = 12,
    };

    public static async Task<string> JsonAsync(RunReport report)
    {
        using var stream = new MemoryStream();
        await RunReportJson.WriteAsync(report, stream, default);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ApiOperation Operation(string id, string method, string path) => new() { Id = id, Method = method, Path = path, Pointer = $"#/paths/{id}" };
}
