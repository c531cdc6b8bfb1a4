using System.Text.Json;
using Hoth.QaRuns.Checks;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Execution;

/// <summary>One scenario while it runs: calls the target, compares, and keeps what came of it.</summary>
/// <param name="target">What is tested.</param>
/// <param name="map">The API.</param>
/// <param name="variables">Ids that are known; more may be added.</param>
internal sealed class ScenarioRun(Target target, ApiMap map, IDictionary<string, string> variables)
{
    /// <summary>Names of variables whose resources are not known to exist begin with it.</summary>
    public const string Assumed = "assumed ";

    private readonly List<Exchange> _exchanges = [];
    private readonly List<(Difference Difference, ApiOperation Operation, int Exchange)> _differences = [];
    private readonly SortedSet<string> _reached = new(StringComparer.Ordinal);
    private readonly List<CreatedResource> _created = [];
    private int _assertions;

    /// <summary>What was called last.</summary>
    public Uri LastAddress { get; private set; } = target.BaseUrl;

    public Target Target => target;

    public ApiMap Map => map;

    public IDictionary<string, string> Variables => variables;

    /// <summary>Calls an operation as a scenario says, and compares what comes.</summary>
    /// <returns>The answer where it is of use to go on with: 2xx as expected. Null otherwise.</returns>
    /// <exception cref="NotRunException">It cannot be tried.</exception>
    public async Task<Answer?> TryAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        var known = Known(scenario.Request);
        var answer = await CallAsync(RequestWriter.AddressOf(target.BaseUrl, scenario.Request, known.Values), scenario.Request, cancellationToken);
        return answer is null ? null : Compare(scenario, answer, known.AreProven);
    }

    /// <summary>Calls a valid request that is part of something longer.</summary>
    /// <returns>The answer when it is 2xx; null: it is not, and that is written down.</returns>
    public Task<Answer?> TryAsync(CaseRequest request, string title, CancellationToken cancellationToken) =>
        TryAsync(Scenario.Step(title, request), cancellationToken);

    /// <summary>Reads something that may be gone, which is for the caller to judge.</summary>
    public async Task<Reading> ReadAsync(CaseRequest request, CancellationToken cancellationToken)
    {
        var address = RequestWriter.AddressOf(target.BaseUrl, request, Known(request).Values);
        if (await CallAsync(address, request, cancellationToken) is not { } answer) return new Reading(null, IsMissing: false);
        if (answer.Status is 404 or 410) return new Reading(null, IsMissing: true);
        var before = _differences.Count;
        // What breaks its schema is not compared any further.
        return new Reading(Compare(Scenario.Step("Reading back", request), answer, areProven: true)?.Json is { } body && _differences.Count == before ? body : null, IsMissing: false);
    }

    /// <summary>Calls, and compares nothing: for addresses that a target gave.</summary>
    public async Task<Answer?> CallAsync(Uri address, CaseRequest request, CancellationToken cancellationToken)
    {
        var reply = await target.CallAsync(address, request, cancellationToken);
        LastAddress = address;
        _exchanges.Add(ExchangeWriter.Write(address, request, reply, target.Credentials.Redaction));
        if (reply.Answer is { } answer) return answer;
        _assertions++;
        Find(request.Operation, new(CheckNames.ServerError, AnswerCheck.ResponsesOf(request.Operation), reply.Trouble!));
        return null;
    }

    /// <summary>Compares an answer.</summary>
    public Answer? Compare(Scenario scenario, Answer answer, bool areProven)
    {
        var operation = scenario.Operation;
        var differences = new List<Difference>();
        _assertions++;
        var isListed = AnswerCheck.CheckStatus(operation, answer, differences);
        var asExpected = false;
        if (isListed)
        {
            _assertions++;
            var difference = ExpectationCheck.Check(scenario, answer, areProven);
            if (difference is not null) differences.Add(difference);
            asExpected = difference is null && answer.IsSuccess;
            // What comes back for what should have been rejected breaks rules that the request broke.
            if (difference is null || !answer.IsSuccess) _assertions += AnswerCheck.CheckContent(operation, answer, differences);
        }

        foreach (var difference in differences) Find(operation, difference);
        if (answer.IsSuccess && map.MadeBy(operation) is not null) NoteCreated(operation, answer);
        if (!asExpected) return null;
        _reached.Add(operation.Id);
        return answer;
    }

    /// <summary>Writes a difference down, at the last exchange.</summary>
    public void Find(ApiOperation operation, Difference difference) => _differences.Add((difference, operation, _exchanges.Count - 1));

    /// <summary>Counts a comparison.</summary>
    public void Assert() => _assertions++;

    /// <summary>What is kept of the scenario.</summary>
    public ScenarioRecord ToRecord(string id, string operationId, ScenarioKind kind, string title, string? reason)
    {
        var findings = _differences
            .Select(d => new Finding(d.Difference.Check, d.Operation.Id, d.Difference.Pointer, d.Difference.Message, id, d.Exchange))
            .DistinctBy(f => f.Fingerprint)
            .ToList();
        return new ScenarioRecord
        {
            ScenarioId = id,
            OperationId = operationId,
            Kind = kind,
            Title = title,
            Outcome = findings.Count > 0 ? ScenarioOutcome.Failed : reason is null ? ScenarioOutcome.Passed : ScenarioOutcome.NotRun,
            Reason = reason,
            Assertions = _assertions,
            Findings = [.. findings],
            Exchanges = [.. _exchanges],
            Reached = [.. _reached],
            Created = [.. _created],
        };
    }

    private (IReadOnlyDictionary<string, string> Values, bool AreProven) Known(CaseRequest request)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var areProven = true;
        foreach (var name in request.Path.Values.Where(v => v.IsVariable).Select(v => v.Text))
        {
            if (variables.TryGetValue(name, out var value)) values[name] = value;
            else if (variables.TryGetValue(Assumed + name, out var assumed)) (values[name], areProven) = (assumed, false);
        }

        return (values, areProven);
    }

    private void NoteCreated(ApiOperation operation, Answer answer)
    {
        var id = answer.Json is { } body && map.ParameterOf(map.MadeBy(operation)!) is { } parameter ? Members.IdOf(body, parameter.Name) : null;
        var path = LastAddress.AbsolutePath;
        _created.Add(new CreatedResource(operation.Id, id is null || answer.Status == 202 ? path : $"{path}/{Uri.EscapeDataString(id)}", id));
    }
}

/// <summary>What reading a resource came to.</summary>
/// <param name="Body">What was read; null: nothing that can be compared.</param>
/// <param name="IsMissing">Whether it is said not to be there.</param>
internal readonly record struct Reading(JsonElement? Body, bool IsMissing);
