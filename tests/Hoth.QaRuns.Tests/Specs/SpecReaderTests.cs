using System.Text;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Tests.Specs;

public class SpecReaderTests
{
    [Fact]
    public void The_mock_csps_specification_is_read_whole()
    {
        var spec = SpecReader.Read(MockCsp());

        spec.Operations.Select(o => o.Id).ShouldBeUnique();
        spec.Operations.ShouldContain(o => o.Id == "addPortfolio" && o.Method == "POST" && o.Path == "/portfolios");
        spec.Operations.Single(o => o.Id == "addPortfolio").Body!.Json!.Value.Value!.Pointer.ShouldBe("#/components/schemas/PortfolioCreate");
        spec.Operations.Single(o => o.Id == "getPortfolioById").ResponseOf(200)!.Content["application/json"]!.Pointer.ShouldBe("#/components/schemas/Portfolio");
        spec.Operations.ShouldAllBe(o => o.Security.Count == 1);
        spec.Operations.ShouldAllBe(o => o.Parameters.Any(p => p.In == "header"));
    }

    [Fact]
    public void Yaml_and_json_of_one_specification_have_one_hash()
    {
        var json = SpecReader.Read("""
            { "openapi": "3.0.2", "info": { "title": "t", "version": "1.0" },
              "paths": { "/a/{id}": { "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
                "get": { "operationId": "a", "responses": { "200": { "description": "yes" }, "default": { "description": "2023-12" } } } } } }
            """u8.ToArray());
        var yaml = SpecReader.Read("""
            # the same
            openapi: 3.0.2
            info: {title: t, version: "1.0"}
            paths:
              '/a/{id}':
                parameters:
                  - &id
                    name: id
                    in: path
                    required: true
                    schema: { type: string }
                get:
                  operationId: a
                  responses:
                    200: { description: yes }
                    default: { description: 2023-12 }
            """u8.ToArray());

        yaml.Hash.ShouldBe(json.Hash);
        yaml.Operations[0].ResponseOf(404)!.Pointer.ShouldBe("#/paths/~1a~1{id}/get/responses/default");
    }

    [Fact]
    public void What_an_operation_says_of_a_parameter_replaces_what_its_path_says()
    {
        var spec = SpecReader.Read("""
            { "openapi": "3.1.0", "info": { "title": "t", "version": "1" },
              "paths": { "/a": { "parameters": [{ "name": "X-Version", "in": "header", "schema": { "type": "string" } }],
                "get": { "parameters": [{ "name": "x-version", "in": "header", "required": true, "schema": { "type": "integer" } }], "responses": {} } } } }
            """u8.ToArray());

        spec.Operations[0].Id.ShouldBe("GET /a");
        spec.Operations[0].Parameters.ShouldHaveSingleItem().Required.ShouldBeTrue();
    }

    [Fact]
    public void Trouble_of_the_specification_itself_is_noted()
    {
        var spec = SpecReader.Read("""
            openapi: 3.0.3
            info: { title: t, version: "1" }
            paths:
              /costs:
                get:
                  parameters:
                    - { name: start, in: query, description: in YYYY-MM format, schema: { type: string, format: date } }
                    - { name: end, in: query, schema: { type: string, format: date, example: 2023-12 } }
                    - { name: day, in: query, description: in YYYY-MM-DD format, schema: { type: string, format: date } }
                  responses:
                    '200':
                      description: ""
                      content:
                        application/json:
                          schema: { $ref: '#/components/schemas/Thing' }
                          examples: { one: { value: { id: 1 } } }
            components:
              schemas:
                Thing:
                  required: [id]
                  if: {}
                  properties:
                    id: { type: string, readOnly: true }
                    name: { type: string, pattern: '^[a-z]+$', example: sample-a_1 }
                    tags: { type: array, required: [x], items: {} }
                    greek: { type: string, pattern: '\p{Script=Greek}' }
            """u8.ToArray());

        spec.Notes.Select(n => (n.Code, n.Pointer)).ShouldBe([
            (SpecNoteCodes.MonthAsDate, "#/paths/~1costs/get/parameters/0/schema"),
            (SpecNoteCodes.MonthAsDate, "#/paths/~1costs/get/parameters/1/schema"),
            (SpecNoteCodes.RequiredReadOnly, "#/components/schemas/Thing/properties/id"),
            (SpecNoteCodes.NotChecked, "#/components/schemas/Thing"),
            (SpecNoteCodes.NoEffect, "#/components/schemas/Thing/properties/tags/required"),
            (SpecNoteCodes.NotChecked, "#/components/schemas/Thing/properties/greek/pattern"),
            (SpecNoteCodes.ExampleBreaksSchema, "#/paths/~1costs/get/responses/200/content/application~1json"),
            (SpecNoteCodes.ExampleBreaksSchema, "#/components/schemas/Thing/properties/name"),
        ], ignoreOrder: true);
        spec.Operations[0].Parameters.Select(p => p.Schema.Format).ShouldBe(["year-month", "year-month", "date"]);
    }

    [Theory]
    [InlineData("", "one document")]
    [InlineData("[]", "object")]
    [InlineData("{", "JSON")]
    [InlineData("a: [", "YAML")]
    [InlineData("a: 1\n---\nb: 2", "one document")]
    [InlineData("{\"a\":1,\"a\":2}", "twice")]
    [InlineData("swagger: '2.0'", "#/openapi")]
    [InlineData("openapi: 2.0.0", "#/openapi")]
    [InlineData("openapi: 3.0.0", "#/info")]
    [InlineData("openapi: 3.0.0\ninfo: {}\npaths: {}", "#/paths")]
    [InlineData("openapi: 3.0.0\ninfo: {}\npaths: { /a: { get: [] } }", "#/paths/~1a/get")]
    [InlineData("openapi: 3.0.0\ninfo: {}\npaths: { '/a/{id}': { get: { responses: {} } } }", "parameter id")]
    [InlineData("openapi: 3.0.0\ninfo: {}\npaths: { /a: { get: { parameters: [{ $ref: '#/x' }] } } }", "$ref")]
    [InlineData("openapi: 3.0.0\ninfo: {}\npaths: { /a: { get: { parameters: [{ name: a, in: body }] } } }", "/in")]
    [InlineData("openapi: 3.0.0\ninfo: {}\npaths: { /a: { get: { parameters: { a: b } } } }", "/parameters")]
    [InlineData("a: &a [*a]", "specification")]
    [InlineData("""{ "openapi": "3.0.0", "info": { "title": "\ud800" } }""", "surrogates")]
    [InlineData("a: \"\\ud800\"", "specification")]
    [InlineData("a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]", "values")]
    public void What_is_no_specification_is_refused_with_the_rule(string text, string rule) =>
        Should.Throw<SpecException>(() => SpecReader.Read(Encoding.UTF8.GetBytes(text))).Message.ShouldContain(rule);

    [Fact]
    public void Texts_that_are_too_large_or_no_text_are_refused()
    {
        Should.Throw<SpecException>(() => SpecReader.Read(new byte[SpecText.MaxBytes + 1])).Message.ShouldContain("bytes");
        Should.Throw<SpecException>(() => SpecReader.Read(new byte[] { (byte)'a', 0xFF })).Message.ShouldContain("UTF-8");
    }

    internal static byte[] MockCsp()
    {
        using var stream = typeof(SpecReaderTests).Assembly.GetManifestResourceStream("mock-csp.json")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
