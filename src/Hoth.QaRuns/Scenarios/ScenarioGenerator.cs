using System.Text.Json;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Values;

namespace Hoth.QaRuns.Scenarios;

/// <summary>
/// Makes the scenarios of an operation from its schema: valid requests in all their shapes, each rule broken singly, credentials, ids that nothing has, and
/// other resources' parents. The same seed makes the same requests.
/// </summary>
internal sealed class ScenarioGenerator(ApiMap map, CaseWriter writer, RunOptions options, bool hasOtherScopes)
{
    /// <summary>Variables of resources that nothing else is done to, so that what a rejected create leaves there shows.</summary>
    public const string Quiet = "quiet ";

    /// <summary>Variables of resources that others do not belong to.</summary>
    public const string Other = "other ";

    private ValueGenerator Values => writer.Values;

    /// <summary>The scenarios of an operation that are one request each; at most <see cref="RunOptions.MaxScenariosPerOperation"/>.</summary>
    /// <param name="operation">Of what.</param>
    /// <param name="leftOut">How many there would be more.</param>
    /// <exception cref="NoValueException">No valid request can be made.</exception>
    public IReadOnlyList<Scenario> Generate(ApiOperation operation, out int leftOut)
    {
        var valid = writer.Write(operation, Shape.OnlyRequired, operation.Id);
        // What a DELETE is tried on is gone: its valid requests have a resource each, of their own.
        var all = (operation.Method == "DELETE" ? [] : Positives(operation, valid))
            .Concat(Credentials(operation, valid)).Concat(UnknownIds(operation, valid)).Concat(WrongParents(operation, valid))
            .Concat(operation.Method == "DELETE" ? [] : Boundaries(operation, valid))
            .Concat(Violations(operation, valid))
            .DistinctBy(s => s.Id)
            .ToList();
        leftOut = Math.Max(0, all.Count - options.MaxScenariosPerOperation);
        return all.Count > options.MaxScenariosPerOperation ? all[..options.MaxScenariosPerOperation] : all;
    }

    /// <summary>The item below which creates are rejected and nothing else is done; null: there is none that can be read.</summary>
    public string? QuietParentOf(ApiOperation operation)
    {
        var collection = ResourcePath.Place(operation.Path);
        if (!options.AllowWrites || map.MadeBy(operation) is null || ResourcePath.ParentOf(collection) is not { } parent || !ResourcePath.IsCollection(parent, collection)) return null;
        return map.ReaderOf(parent) is not null && map.CreatorOf(ResourcePath.CollectionOf(parent)) is not null ? parent : null;
    }

    /// <summary>The item that an operation's own item does not belong to, when it is another one; null: there is none.</summary>
    public PathParameter? OtherParentOf(ApiOperation operation)
    {
        var parameters = ResourcePath.ParametersOf(operation).ToList();
        if (!options.AllowWrites || parameters.Count < 2 || options.Parameters.ContainsKey(parameters[0].Name)) return null;
        return map.CreatorOf(parameters[0].Collection) is not null && map.CreatorOf(parameters[1].Collection) is not null ? parameters[0] : null;
    }

    private IEnumerable<Scenario> Positives(ApiOperation operation, CaseRequest valid)
    {
        yield return Of(ScenarioKind.Positive, "valid", "A valid request", valid, Expectation.Accepted, operation.Pointer);
        foreach (var value in operation.BodySchema is { } schema ? Values.Positives(schema, operation.Id) : [])
        {
            yield return Of(ScenarioKind.Positive, $"body {value.Label}", $"Body: {value.Label}", valid.With(value.Value), Expectation.Accepted, value.Pointer);
        }

        foreach (var parameter in Varied(operation))
        {
            foreach (var text in Values.Positives(parameter, operation.Id))
            {
                yield return Of(ScenarioKind.Positive, $"{parameter.In} {text.Label}", $"Parameter: {text.Label}", writer.With(valid, parameter, text.Text), Expectation.Accepted, text.Pointer);
            }
        }
    }

    private IEnumerable<Scenario> Boundaries(ApiOperation operation, CaseRequest valid)
    {
        foreach (var value in operation.BodySchema is { } schema ? Values.Boundaries(schema, operation.Id) : [])
        {
            yield return Of(ScenarioKind.Boundary, $"body {value.Label}", $"Body: {value.Label}", valid.With(value.Value), Expectation.Accepted, value.Pointer);
        }

        foreach (var parameter in Varied(operation))
        {
            foreach (var text in Values.Boundaries(parameter, operation.Id))
            {
                yield return Of(ScenarioKind.Boundary, $"{parameter.In} {text.Label}", $"Parameter: {text.Label}", writer.With(valid, parameter, text.Text), Expectation.Accepted, text.Pointer);
            }
        }
    }

    private IEnumerable<Scenario> Violations(ApiOperation operation, CaseRequest usual)
    {
        var valid = QuietParentOf(operation) is { } parent ? usual.Renamed(parent, Quiet + parent) : usual;
        if (operation.Body is { Json: not null } body)
        {
            foreach (var value in operation.BodySchema is { } schema ? Values.Violations(schema, operation.Id) : [])
            {
                yield return Broken($"body {value.Label}", $"Body: {value.Label}", valid.With(value.Value), value.Pointer);
            }

            yield return Broken("body not JSON", "A body that is not JSON", valid with { Body = "{\"" }, JsonPointer.Append(body.Pointer, "content"));
            if (body.Required) yield return Broken("body missing", "No body", valid with { Body = null }, JsonPointer.Append(body.Pointer, "required"));
        }

        foreach (var parameter in operation.Parameters.Where(CaseWriter.IsVaried))
        {
            foreach (var text in Values.Violations(parameter, operation.Id))
            {
                yield return Broken($"{parameter.In} {text.Label}", $"Parameter: {text.Label}", valid.With(parameter, text.Text), text.Pointer);
            }
        }

        Scenario Broken(string label, string title, CaseRequest request, string pointer) => Of(ScenarioKind.Violation, label, title, request, Expectation.Rejected, pointer);
    }

    private IEnumerable<Scenario> Credentials(ApiOperation operation, CaseRequest valid)
    {
        // An empty way stands for no credentials.
        if (operation.Security.Count == 0 || operation.Security.Any(way => way.Count == 0)) yield break;
        var pointer = JsonPointer.Append(operation.Pointer, "security");
        yield return Of(ScenarioKind.Credentials, "none", "Without credentials", valid with { Credentials = CredentialUse.None }, Expectation.Unauthorized, pointer);
        yield return Of(ScenarioKind.Credentials, "wrong", "With a token that nobody gave out", valid with { Credentials = CredentialUse.Wrong }, Expectation.Unauthorized, pointer);
        var own = ApiMap.ScopesOf(operation).ToHashSet(StringComparer.Ordinal);
        var others = map.Scopes.Where(s => !own.Contains(s)).ToList();
        if (!hasOtherScopes || own.Count == 0 || others.Count == 0 || operation.Security.Any(way => way.Values.All(scopes => scopes.IsEmpty))) yield break;
        yield return Of(
            ScenarioKind.Credentials, "scope", "With a token of other scopes", valid with { Credentials = CredentialUse.OtherScopes, OtherScopes = [.. others] }, Expectation.Forbidden,
            JsonPointer.Append(JsonPointer.Append(pointer, 0), operation.Security[0].Keys.First()));
    }

    private IEnumerable<Scenario> UnknownIds(ApiOperation operation, CaseRequest valid)
    {
        // A PUT may make what is not there.
        if (operation.Method == "PUT" && operation.Responses.ContainsKey("201")) yield break;
        foreach (var parameter in ResourcePath.ParametersOf(operation).Where(IsFree))
        {
            var text = ParameterText.Of(parameter.Parameter, UnknownOf(parameter.Parameter, operation));
            yield return Of(ScenarioKind.UnknownId, parameter.Name, $"An unknown {parameter.Name}", valid.With(parameter.Parameter, text), Expectation.NotFound, parameter.Parameter.Pointer);
        }
    }

    private IEnumerable<Scenario> WrongParents(ApiOperation operation, CaseRequest valid)
    {
        if (OtherParentOf(operation) is not { } parent) yield break;
        yield return Of(
            ScenarioKind.WrongParent, parent.Name, $"A resource below another {parent.Name}", valid.Renamed(parent.Item, Other + parent.Item), Expectation.NotFoundHere, parent.Parameter.Pointer);
    }

    /// <summary>Whether most values name nothing: a number of four digits may well be there.</summary>
    private bool IsFree(PathParameter parameter) =>
        map.CreatorOf(parameter.Collection) is not null || parameter.Parameter.Schema is { Enum: null, Pattern: null } schema && schema.Types.HasFlag(SchemaTypes.String);

    private string UnknownOf(ApiParameter parameter, ApiOperation operation)
    {
        var text = $"missing-{Values.Valid(parameter, $"{operation.Id} unknown").Text}";
        return SchemaValidator.Fits(parameter.Schema, JsonSerializer.SerializeToElement(text, JsonTexts.Default.String), Direction.Request) ? text : Values.Valid(parameter, $"{operation.Id} unknown").Text;
    }

    private static IEnumerable<ApiParameter> Varied(ApiOperation operation) => operation.Parameters.Where(p => p.In != "path" && CaseWriter.IsVaried(p));

    private static Scenario Of(ScenarioKind kind, string label, string title, CaseRequest request, Expectation expects, string pointer) => new()
    {
        Id = $"{request.Operation.Id}/{kind}/{label}",
        Kind = kind,
        Title = title,
        Request = request,
        Expects = expects,
        Pointer = pointer,
    };
}
