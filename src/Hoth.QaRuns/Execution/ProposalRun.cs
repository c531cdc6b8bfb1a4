using System.Text.Json;
using System.Text.Json.Serialization;
using Hoth.QaRuns.Ai;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Execution;

/// <summary>
/// A scenario that a language model proposed: its steps in order. What is expected of each is what the validator says of it, and the checks are those of every other
/// scenario. Ids that it made up are replaced by those of resources that are there.
/// </summary>
internal sealed class ProposalRun(ScenarioRun run)
{
    /// <summary>Whether a proposal may be run: without leave to write it must not write.</summary>
    public static bool IsAllowed(Proposal proposal, ApiSpec spec, RunOptions options) =>
        options.AllowWrites || proposal.Steps.All(step => OperationOf(spec, step).IsSafe);

    public async Task RunAsync(Proposal proposal, CancellationToken cancellationToken)
    {
        for (var i = 0; i < proposal.Steps.Length; i++)
        {
            var step = proposal.Steps[i];
            var operation = OperationOf(run.Map.Spec, step);
            var scenario = new Scenario
            {
                Id = "",
                Kind = ScenarioKind.Proposed,
                Title = proposal.Title,
                Request = RequestOf(operation, step),
                Expects = step.IsValid ? Expectation.Accepted : Expectation.Rejected,
                Pointer = step.IsValid ? operation.BodySchema?.Pointer ?? operation.Pointer : step.Broken[0],
            };
            var answer = await run.TryAsync(scenario, cancellationToken);
            if (answer?.Json is { } body) Remember(proposal, i, body);
        }
    }

    private static ApiOperation OperationOf(ApiSpec spec, ProposedStep step) => spec.Operations.First(o => o.Id == step.OperationId);

    private static string VariableOf(int step, string pointer) => $"step {step} {pointer}";

    private CaseRequest RequestOf(ApiOperation operation, ProposedStep step)
    {
        var request = new CaseRequest { Operation = operation };
        foreach (var given in step.Parameters.Where(p => p.In != "path"))
        {
            var text = given.Text ?? (run.Variables.TryGetValue(VariableOf(given.FromStep, given.FromPointer), out var value) ? value : throw Missing());
            request = request with { Parameters = request.Parameters.Add(new(given.Name, given.In, [text])) };
        }

        foreach (var parameter in ResourcePath.ParametersOf(operation))
        {
            var given = step.Parameters.FirstOrDefault(p => p.In == "path" && p.Name == parameter.Name);
            request = request with { Path = request.Path.Add(parameter.Name, PathValueOf(parameter, given, step.IsValid)) };
        }

        return step.Body is { } body && operation.Body?.Json is { } takes ? request.With(body) with { MediaType = MediaTypes.SentAs(takes.Key) } : request;
    }

    private PathValue PathValueOf(PathParameter parameter, ProposedParameter? given, bool isValid)
    {
        if (given is { Text: null })
        {
            var variable = VariableOf(given.FromStep, given.FromPointer);
            return run.Variables.ContainsKey(variable) ? new PathValue(variable, IsVariable: true) : throw Missing();
        }

        return given is null || isValid ? new PathValue(parameter.Item, IsVariable: true) : new PathValue(given.Text!, IsVariable: false);
    }

    /// <summary>What later steps want of an answer.</summary>
    private void Remember(Proposal proposal, int step, JsonElement body)
    {
        foreach (var pointer in proposal.Steps.SelectMany(s => s.Parameters).Where(p => p.Text is null && p.FromStep == step).Select(p => p.FromPointer))
        {
            if (JsonPointer.Find(body, "#" + pointer) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value) run.Variables[VariableOf(step, pointer)] = value.ToString();
        }
    }

    private static NotRunException Missing() => new("An earlier step gave nothing to go on with.");
}

/// <summary>Proposals as they are kept with the preparation of their operation.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Proposal>))]
internal sealed partial class ProposalJson : JsonSerializerContext;
