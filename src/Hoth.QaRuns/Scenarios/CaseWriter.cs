using System.Collections.Immutable;
using System.Text.Json;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Values;

namespace Hoth.QaRuns.Scenarios;

/// <summary>Writes valid requests of operations, from which cases are made by changing one thing.</summary>
internal sealed class CaseWriter(ValueGenerator values)
{
    /// <summary>What tells a server that a request is the same as another one (IETF draft-ietf-httpapi-idempotency-key-header): repeated by chance it would hide a fault.</summary>
    private const string IdempotencyKey = "Idempotency-Key";

    public ValueGenerator Values => values;

    /// <summary>Whether a parameter is a case of its own.</summary>
    public static bool IsVaried(ApiParameter parameter) => !parameter.Name.Equals(IdempotencyKey, StringComparison.OrdinalIgnoreCase);

    /// <summary>A valid request, with ids in its path by variables.</summary>
    /// <param name="operation">Of what.</param>
    /// <param name="shape">How much is in its body. Parameters that may be left out are.</param>
    /// <param name="label">Where it is for; other labels make other values.</param>
    /// <exception cref="NoValueException">The specification allows none.</exception>
    public CaseRequest Write(ApiOperation operation, Shape shape, string label)
    {
        var request = new CaseRequest
        {
            Operation = operation,
            Path = ResourcePath.ParametersOf(operation).ToImmutableSortedDictionary(p => p.Name, p => new PathValue(p.Item, IsVariable: true), StringComparer.Ordinal),
            Parameters = [.. values.ValidParameters(operation, Shape.OnlyRequired, label).Where(p => p.In != "path")],
            // Also where this request has no body: cases that have one are made of it.
            MediaType = operation.Body?.Json is { } listed ? MediaTypes.SentAs(listed.Key) : null,
        };
        return operation.Body is { Json: { } json } body && (body.Required || shape == Shape.Everything)
            ? request.With(json.Value is { } schema ? values.Valid(schema, shape, label) : EmptyObject)
            : request;
    }

    /// <summary>A valid request with a value of a parameter that is valid as well; others that go with it are fitted to it, as the end of a range is to its start.</summary>
    public CaseRequest With(CaseRequest valid, ApiParameter parameter, ParameterText? text) => text is null
        ? valid.With(parameter, text)
        : valid with { Parameters = [.. values.ValidParameters(valid.Operation, Shape.OnlyRequired, valid.Operation.Id, text).Where(p => p.In != "path")] };

    private static JsonElement EmptyObject { get; } = JsonElement.Parse("{}");
}
