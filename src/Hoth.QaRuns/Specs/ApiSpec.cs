using System.Collections.Immutable;
using System.Text.Json;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Specs;

/// <summary>What an OpenAPI document says about an API, resolved.</summary>
public sealed record ApiSpec
{
    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Its version, as its author numbers it.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 (hex) of its canonical JSON: the same for the same specification in YAML and JSON.</summary>
    public required string Hash { get; init; }

    /// <summary>The document itself, for results that quote it.</summary>
    public JsonElement Document { get; init; }

    /// <summary>Its operations, in the order of the document.</summary>
    public required IReadOnlyList<ApiOperation> Operations { get; init; }

    /// <summary>What its author should know about it.</summary>
    public required IReadOnlyList<SpecNote> Notes { get; init; }
}

/// <summary>One operation.</summary>
public sealed record ApiOperation
{
    /// <summary>Its <c>operationId</c>, or "METHOD path" where it has none. Unique.</summary>
    public required string Id { get; init; }

    /// <summary>GET, PUT, POST, DELETE, OPTIONS, HEAD, PATCH or TRACE.</summary>
    public required string Method { get; init; }

    /// <summary>Its path with parameters in braces.</summary>
    public required string Path { get; init; }

    /// <summary>Where it stands: a JSON Pointer fragment.</summary>
    public required string Pointer { get; init; }

    /// <summary>What it says for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its parameters, those of its path included.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The body that it takes; null: none.</summary>
    public ApiBody? Body { get; init; }

    /// <summary>Its answers by status: "200", "4XX", "default".</summary>
    public IReadOnlyDictionary<string, ApiResponse> Responses { get; init; } = ImmutableDictionary<string, ApiResponse>.Empty;

    /// <summary>Ways to be let in, any of which is enough: schemes with scopes. An empty one stands for no credentials; an empty list: nothing is asked.</summary>
    public IReadOnlyList<ImmutableSortedDictionary<string, ImmutableArray<string>>> Security { get; init; } = [];

    /// <summary>What its body must fit, where it takes JSON; null: it takes none, or says nothing about it.</summary>
    public Schema? BodySchema => Body?.Json?.Value;

    /// <summary>True when it only reads (RFC 9110, section 9.2.1).</summary>
    public bool IsSafe => Method is "GET" or "HEAD" or "OPTIONS" or "TRACE";

    /// <summary>What it says about a status: the exact one, else its class, else the default; null: nothing.</summary>
    public ApiResponse? ResponseOf(int status) =>
        Responses.GetValueOrDefault($"{status}") ?? Responses.GetValueOrDefault($"{status / 100}XX") ?? Responses.GetValueOrDefault("default");

    /// <inheritdoc />
    public override string ToString() => Id;
}

/// <summary>A parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In">path, query, header or cookie.</param>
/// <param name="Required">True when it must be given; always for those of the path.</param>
/// <param name="Schema">What its value must fit.</param>
/// <param name="Pointer">Where it stands.</param>
public sealed record ApiParameter(string Name, string In, bool Required, Schema Schema, string Pointer)
{
    /// <summary>Examples of the parameter, or else of its schema.</summary>
    public IReadOnlyList<JsonElement> Examples { get; init; } = [];

    /// <summary>What it says for people.</summary>
    public string Description { get; init; } = "";
}

/// <summary>A body.</summary>
/// <param name="Required">True when it must be given.</param>
/// <param name="Content">What it may be, by media type as the document writes it; null: nothing is said about the content.</param>
/// <param name="Pointer">Where it stands.</param>
public sealed record ApiBody(bool Required, IReadOnlyDictionary<string, Schema?> Content, string Pointer)
{
    /// <summary>The media type and schema of JSON; null: it does not take JSON.</summary>
    public KeyValuePair<string, Schema?>? Json => MediaTypes.FindJson(Content);
}

/// <summary>An answer.</summary>
/// <param name="Content">What it may be, by media type; empty: no body is promised.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Pointer">Where it stands.</param>
public sealed record ApiResponse(IReadOnlyDictionary<string, Schema?> Content, IReadOnlyList<ApiHeader> Headers, string Pointer);

/// <summary>A header of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Required">True when it is always there.</param>
/// <param name="Schema">What its value must fit; null: anything.</param>
/// <param name="Pointer">Where it stands.</param>
public sealed record ApiHeader(string Name, bool Required, Schema? Schema, string Pointer);
