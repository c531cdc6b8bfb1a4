using System.Text;
using System.Text.Json;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Tests.Schemas;

/// <summary>Small documents around the schema that a test is about.</summary>
internal static class SchemaTexts
{
    public static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    /// <summary>A specification whose only operation takes and gives what fits a schema; others may stand beside it.</summary>
    public static ApiSpec Spec(string schema, string version = "3.0.3", string others = "") => SpecReader.Read(Encoding.UTF8.GetBytes($$"""
        {
          "openapi": "{{version}}", "info": { "title": "t", "version": "1" },
          "paths": { "/things": { "post": {
            "operationId": "addThing",
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
            "responses": { "200": { "description": "", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } } } } } },
          "components": { "schemas": { "Thing": {{schema}} {{(others.Length > 0 ? "," + others : "")}} } }
        }
        """));

    public static Schema Schema(string schema, string version = "3.0.3", string others = "") =>
        Spec(schema, version, others).Operations[0].Body!.Json!.Value.Value!;

    public static string[] Broken(Schema schema, string value, Direction direction = Direction.Response) =>
        [.. SchemaValidator.Validate(schema, Json(value), direction).Select(v => $"{v.Instance} {v.Keyword}")];
}
