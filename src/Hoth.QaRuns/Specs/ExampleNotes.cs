using System.Text.Json;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Specs;

/// <summary>Tells examples and defaults that do not fit their own schemas.</summary>
internal static class ExampleNotes
{
    public static void Add(ApiOperation operation, SpecNotes notes)
    {
        var seen = new HashSet<Schema>();
        foreach (var parameter in operation.Parameters)
        {
            Add(parameter.Pointer, parameter.Examples, parameter.Schema, notes);
            Walk(parameter.Schema);
        }

        foreach (var schema in (operation.Body?.Content.Values ?? []).Concat(operation.Responses.Values.SelectMany(r => r.Content.Values))) Walk(schema);

        void Walk(Schema? schema)
        {
            if (schema is null || !seen.Add(schema)) return;
            Add(schema.Pointer, schema.Examples, schema, notes);
            if (schema.Default is { } value) Add(JsonPointer.Append(schema.Pointer, "default"), [value], schema, notes);
            foreach (var part in schema.InPlace.Concat(schema.Properties.Values).Concat(schema.PrefixItems)) Walk(part);
            Walk(schema.Items);
            Walk(schema.AdditionalProperties);
        }
    }

    public static void Add(string pointer, IReadOnlyList<JsonElement> examples, Schema schema, SpecNotes notes)
    {
        foreach (var example in examples)
        {
            // Written by people, an example may be of a request or of an answer.
            if (SchemaValidator.Fits(schema, example, Direction.Request) || SchemaValidator.Validate(schema, example, Direction.Response) is not [var first, ..]) continue;
            notes.Add(SpecNoteCodes.ExampleBreaksSchema, pointer, $"An example or default does not fit its schema: {(first.Instance.Length == 0 ? "it" : first.Instance)} {first.Rule} ({first.Schema}).");
        }
    }
}
