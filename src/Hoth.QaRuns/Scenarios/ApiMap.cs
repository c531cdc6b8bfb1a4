using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Scenarios;

/// <summary>Which operations make, list, read and change the resources of an API, inferred from its paths.</summary>
internal sealed class ApiMap(ApiSpec spec)
{
    private readonly ILookup<(string Method, string Place), ApiOperation> _operations = spec.Operations.ToLookup(o => (o.Method, ResourcePath.Place(o.Path)));

    public ApiSpec Spec => spec;

    /// <summary>What makes items of a collection.</summary>
    public ApiOperation? CreatorOf(string collection) => Find("POST", collection) is { } post && IsCreator(post) ? post : null;

    /// <summary>What reads an item, or a collection.</summary>
    public ApiOperation? ReaderOf(string place) => Find("GET", place);

    /// <summary>What deletes an item.</summary>
    public ApiOperation? DeleterOf(string item) => Find("DELETE", item);

    /// <summary>
    /// What a POST makes items of: the place of its items, where one is known because something reads or changes them there, or because its answer has an id. Null: it makes
    /// nothing that can be told.
    /// </summary>
    public string? MadeBy(ApiOperation operation) => IsCreator(operation) ? ResourcePath.Place(operation.Path) + "/{}" : null;

    /// <summary>The parameter that names an item of a place, as the operations below it call it; null: none does.</summary>
    public PathParameter? ParameterOf(string item) =>
        spec.Operations.SelectMany(ResourcePath.ParametersOf).FirstOrDefault(p => p.Item == item);

    /// <summary>Operations that answer 202 with a member that a parameter may be: jobs.</summary>
    public IEnumerable<ApiOperation> JobMakersOf(PathParameter parameter) =>
        spec.Operations.Where(o => !o.IsSafe && o.Responses.TryGetValue("202", out var accepted)
            && (MediaTypes.FindJson(accepted.Content)?.Value is { } schema && Members.Of(schema).Any(m => Members.IsSame(m.Key, parameter.Name))));

    /// <summary>What an address calls with GET, and with which values of its path; null: nothing that the specification knows.</summary>
    public (ApiOperation Operation, IReadOnlyDictionary<string, string> Values)? Match(string address)
    {
        // A path without parameters is meant before one with them (OpenAPI Specification, Paths Object).
        foreach (var operation in spec.Operations.Where(o => o.Method == "GET").OrderBy(o => o.Path.Count(c => c == '{')))
        {
            if (ResourcePath.Match(operation.Path, address) is { } values) return (operation, values);
        }

        return null;
    }

    /// <summary>All scopes that the specification names.</summary>
    public IEnumerable<string> Scopes => spec.Operations.SelectMany(ScopesOf).Distinct(StringComparer.Ordinal);

    /// <summary>The scopes that an operation asks for, whichever way one is let in.</summary>
    public static IEnumerable<string> ScopesOf(ApiOperation operation) => operation.Security.SelectMany(way => way.Values).SelectMany(scopes => scopes);

    private ApiOperation? Find(string method, string place) => _operations[(method, place)].FirstOrDefault();

    private bool IsCreator(ApiOperation operation)
    {
        if (operation.Method != "POST") return false;
        var item = ResourcePath.Place(operation.Path) + "/{}";
        return spec.Operations.Any(o => ResourcePath.ParametersOf(o).Any(p => p.Item == item)) || AnswersWithId(operation);
    }

    private static bool AnswersWithId(ApiOperation operation) =>
        operation.Responses.Where(r => r.Key is "200" or "201" or "2XX")
            .Any(r => MediaTypes.FindJson(r.Value.Content)?.Value is { } schema && (schema.Types & SchemaTypes.Object) != 0 && Members.Of(schema).ContainsKey("id"));
}
