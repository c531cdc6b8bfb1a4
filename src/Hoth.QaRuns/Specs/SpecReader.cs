using System.Collections.Immutable;
using System.Text.Json;
using Hoth.Json;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Specs;

/// <summary>Reads OpenAPI documents of versions 3.0 and 3.1.</summary>
public sealed class SpecReader
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private readonly JsonElement _document;
    private readonly SpecNotes _notes = new();
    private readonly SchemaReader _schemas;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<(string Pointer, IReadOnlyList<JsonElement> Examples, Schema Schema)> _examples = [];

    private SpecReader(JsonElement document, bool is31)
    {
        _document = document;
        _schemas = new SchemaReader(document, is31, _notes);
    }

    /// <summary>Reads.</summary>
    /// <param name="utf8">JSON or YAML.</param>
    /// <exception cref="SpecException">It is no such document; the message says where and which rule.</exception>
    public static ApiSpec Read(ReadOnlyMemory<byte> utf8)
    {
        var document = SpecText.Read(utf8);
        if (document.ValueKind != JsonValueKind.Object) throw new SpecException("The specification must be an object.");
        var version = new KeywordReader(document, "#").Text("openapi") ?? throw new SpecException("#/openapi must name a version: OpenAPI 3.0 and 3.1 are read.");
        var is31 = version.StartsWith("3.1.", StringComparison.Ordinal);
        if (!is31 && !version.StartsWith("3.0.", StringComparison.Ordinal)) throw new SpecException("#/openapi must be 3.0.x or 3.1.x.");
        return new SpecReader(document, is31).Read();
    }

    private ApiSpec Read()
    {
        var root = new KeywordReader(_document, "#");
        var info = root.Any("info") is { ValueKind: JsonValueKind.Object } i ? new KeywordReader(i, "#/info") : throw new SpecException("#/info must be there.");
        var security = SecurityOf(root);
        var operations = root.Members("paths").Where(p => p.Name.StartsWith('/')).SelectMany(p => OperationsOf(p, security)).ToList();
        if (operations.Count == 0) throw new SpecException("#/paths must have an operation.");
        _schemas.Finish();
        foreach (var (pointer, examples, schema) in _examples) ExampleNotes.Add(pointer, examples, schema, _notes);
        foreach (var operation in operations) ExampleNotes.Add(operation, _notes);
        return new ApiSpec
        {
            Title = info.Text("title") ?? "",
            Version = info.Text("version") ?? "",
            Hash = CanonicalJson.Hash(_document),
            Document = _document,
            Operations = operations,
            Notes = _notes.All,
        };
    }

    private IEnumerable<ApiOperation> OperationsOf(KeywordReader.Member path, IReadOnlyList<ImmutableSortedDictionary<string, ImmutableArray<string>>> security)
    {
        var item = Resolve(path.Value, path.Pointer);
        foreach (var method in Methods.Where(item.Has))
        {
            var pointer = JsonPointer.Append(item.Pointer, method);
            var json = item.Any(method)!.Value;
            if (json.ValueKind != JsonValueKind.Object) throw new SpecException($"{pointer} must be an object.");
            yield return OperationOf(path.Name, method.ToUpperInvariant(), item, new KeywordReader(json, pointer), security);
        }
    }

    private ApiOperation OperationOf(
        string path, string method, KeywordReader item, KeywordReader operation, IReadOnlyList<ImmutableSortedDictionary<string, ImmutableArray<string>>> security)
    {
        var id = operation.Text("operationId") ?? $"{method} {path}";
        if (!_ids.Add(id))
        {
            _notes.Add(SpecNoteCodes.NotOpenApi, operation.Pointer, "The operationId is used more than once.");
            id = $"{method} {path}";
        }

        // What the operation says about a parameter replaces what its path says.
        var parameters = ParametersOf(operation).Concat(ParametersOf(item)).DistinctBy(p => (p.In, p.In == "header" ? p.Name.ToLowerInvariant() : p.Name)).ToList();
        foreach (var missing in Placeholders(path).Where(name => !parameters.Any(p => p.In == "path" && p.Name == name)))
        {
            throw new SpecException($"{operation.Pointer} must describe the path parameter {missing}.");
        }

        return new ApiOperation
        {
            Id = id,
            Method = method,
            Path = path,
            Pointer = operation.Pointer,
            Description = operation.Text("description") ?? operation.Text("summary") ?? "",
            Parameters = parameters,
            Body = operation.Any("requestBody") is { } body ? BodyOf(Resolve(body, JsonPointer.Append(operation.Pointer, "requestBody"))) : null,
            Responses = operation.Members("responses").ToDictionary(r => r.Name.ToUpperInvariant() is "DEFAULT" ? "default" : r.Name.ToUpperInvariant(), r => ResponseOf(Resolve(r.Value, r.Pointer))),
            Security = operation.Has("security") ? SecurityOf(operation) : security,
        };
    }

    private static IEnumerable<string> Placeholders(string path) =>
        path.Split('{').Skip(1).Select(part => part.Split('}')[0]);

    private IEnumerable<ApiParameter> ParametersOf(KeywordReader owner)
    {
        var list = owner.List("parameters") ?? [];
        for (var i = 0; i < list.Count; i++)
        {
            var parameter = Resolve(list[i], JsonPointer.Append(JsonPointer.Append(owner.Pointer, "parameters"), i));
            var name = parameter.Text("name") ?? throw new SpecException($"{parameter.Pointer}/name must be there.");
            var place = parameter.Text("in") is "path" or "query" or "header" or "cookie" ? parameter.Text("in")! : throw new SpecException($"{parameter.Pointer}/in must be path, query, header or cookie.");
            var description = parameter.Text("description") ?? "";
            var schema = parameter.Any("schema") is { } json
                ? _schemas.Read(json, JsonPointer.Append(parameter.Pointer, "schema"))
                : ContentOf(parameter).Values.FirstOrDefault() ?? new Schema { Pointer = JsonPointer.Append(parameter.Pointer, "schema") };
            var examples = ExamplesOf(parameter);
            if (schema.Format == "date" && Months.IsMeant(description, examples.Count > 0 ? examples : schema.Examples)) _schemas.ReadAsMonth(schema);
            yield return new ApiParameter(name, place, place == "path" || parameter.Flag("required"), schema, parameter.Pointer)
            {
                Examples = examples.Count > 0 ? examples : schema.Examples,
                Description = description,
            };
        }
    }

    private ApiBody BodyOf(KeywordReader body) => new(body.Flag("required"), ContentOf(body), body.Pointer);

    private ApiResponse ResponseOf(KeywordReader response) => new(
        ContentOf(response),
        [.. response.Members("headers").Where(h => !h.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Select(h => HeaderOf(h.Name, Resolve(h.Value, h.Pointer)))],
        response.Pointer);

    private ApiHeader HeaderOf(string name, KeywordReader header) => new(
        name, header.Flag("required"), header.Any("schema") is { } json ? _schemas.Read(json, JsonPointer.Append(header.Pointer, "schema")) : null, header.Pointer);

    private Dictionary<string, Schema?> ContentOf(KeywordReader owner) => owner.Members("content").ToDictionary(
        c => c.Name,
        c =>
        {
            if (c.Value.ValueKind != JsonValueKind.Object || !c.Value.TryGetProperty("schema", out var json)) return null;
            var schema = _schemas.Read(json, JsonPointer.Append(c.Pointer, "schema"));
            _examples.Add((c.Pointer, ExamplesOf(new KeywordReader(c.Value, c.Pointer)), schema));
            return (Schema?)schema;
        });

    private List<JsonElement> ExamplesOf(KeywordReader owner)
    {
        var examples = new List<JsonElement>();
        if (owner.Any("example") is { } one) examples.Add(one);
        foreach (var named in owner.Members("examples"))
        {
            if (Resolve(named.Value, named.Pointer).Any("value") is { } value) examples.Add(value);
        }

        return examples;
    }

    private static ImmutableArray<ImmutableSortedDictionary<string, ImmutableArray<string>>> SecurityOf(KeywordReader owner) =>
        [.. (owner.List("security") ?? []).Select(way => way.EnumerateObject().ToImmutableSortedDictionary(
            s => s.Name, s => s.Value.EnumerateArray().Select(scope => scope.GetString()!).ToImmutableArray(), StringComparer.Ordinal))];

    /// <summary>An object, or what its reference leads to.</summary>
    private KeywordReader Resolve(JsonElement json, string pointer)
    {
        for (var steps = 0; steps < 10; steps++)
        {
            if (json.ValueKind != JsonValueKind.Object) throw new SpecException($"{pointer} must be an object.");
            if (!json.TryGetProperty("$ref", out var reference)) return new KeywordReader(json, pointer);
            var target = reference.ValueKind == JsonValueKind.String ? reference.GetString()! : "";
            json = JsonPointer.Find(_document, target) ?? throw new SpecException($"{pointer}/$ref must lead to something within the document.");
            pointer = target;
        }

        throw new SpecException($"{pointer}/$ref leads through too many others.");
    }
}
