using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Tests.Schemas;

public class SchemaValidatorTests
{
    // Each: schema, a value that fits, and values that do not with what they break.
    [Theory]
    [InlineData("""{ "type": "string" }""", "\"a\"", "1", " type")]
    [InlineData("""{ "type": "integer" }""", "1.0", "1.5", " type")]
    [InlineData("""{ "type": "integer" }""", "1e2", "\"1\"", " type")]
    [InlineData("""{ "type": "integer" }""", "100000000000000000000000000000000000", "1e-40", " type")]
    [InlineData("""{ "type": "number" }""", "1.5", "true", " type")]
    [InlineData("""{ "type": "string", "nullable": true }""", "null", "1", " type")]
    [InlineData("""{ "type": "string" }""", "\"\"", "null", " type")]
    [InlineData("""{ "enum": ["a", 1, null] }""", "1.0", "\"b\"", " enum")]
    [InlineData("""{ "type": "string", "minLength": 2, "maxLength": 2 }""", "\"🜚🜚\"", "\"a\"", " minLength")]
    [InlineData("""{ "type": "string", "maxLength": 2 }""", "\"ab\"", "\"abc\"", " maxLength")]
    [InlineData("""{ "type": "string", "pattern": "^a" }""", "\"ab\"", "\"ba\"", " pattern")]
    [InlineData("""{ "type": "number", "minimum": 1, "exclusiveMinimum": true }""", "1.01", "1", " exclusiveMinimum")]
    [InlineData("""{ "type": "number", "minimum": 1 }""", "1", "0.99", " minimum")]
    [InlineData("""{ "type": "number", "maximum": 1, "exclusiveMaximum": true }""", "0.99", "1.0", " exclusiveMaximum")]
    [InlineData("""{ "type": "number", "maximum": 9007199254740993 }""", "9007199254740993", "9007199254740994", " maximum")]
    [InlineData("""{ "type": "number", "multipleOf": 0.1 }""", "0.3", "0.35", " multipleOf")]
    [InlineData("""{ "type": "integer", "format": "int32" }""", "2147483647", "2147483648", " format")]
    [InlineData("""{ "type": "array", "minItems": 1 }""", "[1]", "[]", " minItems")]
    [InlineData("""{ "type": "array", "maxItems": 1 }""", "[1]", "[1,2]", " maxItems")]
    [InlineData("""{ "type": "array", "uniqueItems": true }""", """[{"a":1},{"a":2}, 1, "1"]""", """[{"a":1},{"a":1.0}]""", " uniqueItems")]
    [InlineData("""{ "type": "array", "uniqueItems": true }""", "[1e99999999999, 2e99999999999]", "[1e99999999999, 1e99999999999]", " uniqueItems")]
    [InlineData("""{ "enum": [1, 1e99999999999] }""", "1e99999999999", "-1e99999999999", " enum")]
    [InlineData("""{ "type": "array", "items": { "type": "integer" } }""", "[1,2]", "[1,\"2\"]", "/1 type")]
    [InlineData("""{ "type": "object", "required": ["a"] }""", """{"a":null}""", """{"b":1}""", "/a required")]
    [InlineData("""{ "type": "object", "properties": { "a/b": { "type": "string" } } }""", """{"c":1}""", """{"a/b":1}""", "/a~1b type")]
    [InlineData("""{ "properties": { "a": { "type": "string" } } }""", "{}", "[]", " type")]
    [InlineData("""{ "type": "object", "additionalProperties": false, "properties": { "a": {} } }""", """{"a":1}""", """{"b":1}""", "/b additionalProperties")]
    [InlineData("""{ "type": "object", "additionalProperties": { "type": "integer" } }""", """{"a":1}""", """{"a":"1"}""", "/a type")]
    [InlineData("""{ "type": "object", "minProperties": 1 }""", """{"a":1}""", "{}", " minProperties")]
    [InlineData("""{ "type": "object", "maxProperties": 1 }""", """{"a":1}""", """{"a":1,"b":1}""", " maxProperties")]
    [InlineData("""{ "allOf": [{ "type": "integer" }, { "minimum": 2 }] }""", "2", "1", " minimum")]
    [InlineData("""{ "anyOf": [{ "type": "integer" }, { "type": "string" }] }""", "\"a\"", "true", " anyOf")]
    [InlineData("""{ "oneOf": [{ "type": "integer" }, { "type": "number" }] }""", "1.5", "1", " oneOf")]
    [InlineData("""{ "not": { "type": "string" } }""", "1", "\"a\"", " not")]
    [InlineData("""{ "type": "string", "format": "date" }""", "\"2024-02-29\"", "\"2023-02-29\"", " format")]
    [InlineData("""{ "type": "string", "format": "date", "example": "2023-12" }""", "\"2024-02\"", "\"2024-02-01\"", " format")]
    [InlineData("""{ "type": "string", "format": "date", "description": "in YYYY-MM format" }""", "\"2024-02\"", "\"2024-13\"", " format")]
    [InlineData("""{ "type": "string", "format": "date-time" }""", "\"2024-02-29T23:59:60Z\"", "\"2024-02-29T22:59:60Z\"", " format")]
    [InlineData("""{ "type": "string", "format": "date-time" }""", "\"2024-02-29T12:00:00.5+01:00\"", "\"2024-02-29 12:00:00Z\"", " format")]
    [InlineData("""{ "type": "string", "format": "email" }""", "\"a.b@mail.mil\"", "\"a..b@mail.mil\"", " format")]
    [InlineData("""{ "type": "string", "format": "uri" }""", "\"https://vendor.com/a?b=%20\"", "\"/relative\"", " format")]
    [InlineData("""{ "type": "string", "format": "uuid" }""", "\"6BA7B810-9dad-11d1-80b4-00c04fd430c8\"", "\"6ba7b8109dad11d180b400c04fd430c8\"", " format")]
    [InlineData("""{ "type": "string", "format": "ipv4" }""", "\"127.0.0.1\"", "\"127.0.0.01\"", " format")]
    [InlineData("""{ "type": "string", "format": "ipv6" }""", "\"::1\"", "\"127.0.0.1\"", " format")]
    [InlineData("""{ "type": "string", "format": "hostname" }""", "\"a-b.example\"", "\"-a.example\"", " format")]
    [InlineData("""{ "type": "string", "format": "byte" }""", "\"YQ==\"", "\"YQ=\"", " format")]
    [InlineData("""{ "type": "string", "format": "unheard-of" }""", "\"x\"", "1", " type")]
    public void Value_is_compared_with_its_schema(string schema, string fits, string breaks, string how)
    {
        var read = SchemaTexts.Schema(schema);

        SchemaTexts.Broken(read, fits).ShouldBeEmpty();
        SchemaTexts.Broken(read, breaks).ShouldBe([how]);
    }

    [Theory]
    [InlineData("""{ "type": ["string", "null"] }""", "null", "1", " type")]
    [InlineData("""{ "exclusiveMinimum": 1 }""", "2", "1", " exclusiveMinimum")]
    [InlineData("""{ "const": { "a": 1 } }""", """{"a":1.0}""", """{"a":2}""", " enum")]
    [InlineData("""{ "prefixItems": [{ "type": "string" }], "items": false }""", """["a"]""", """["a",1]""", "/1 false")]
    [InlineData("""{ "contains": { "const": 1 }, "maxContains": 1 }""", "[1,2]", "[1,1]", " maxContains")]
    [InlineData("""{ "patternProperties": { "^x-": { "type": "string" } }, "additionalProperties": false }""", """{"x-a":"b"}""", """{"y":"b"}""", "/y additionalProperties")]
    [InlineData("""{ "propertyNames": { "pattern": "^a" } }""", """{"ab":1}""", """{"ba":1}""", "/ba propertyNames")]
    [InlineData("""{ "dependentRequired": { "a": ["b"] } }""", """{"b":1}""", """{"a":1}""", "/b dependentRequired")]
    [InlineData("""{ "$ref": "#/components/schemas/Other", "maxLength": 2 }""", "\"ab\"", "\"abc\"", " maxLength")]
    public void Value_is_compared_with_a_schema_of_version_3_1(string schema, string fits, string breaks, string how)
    {
        var read = SchemaTexts.Schema(schema, "3.1.0", """ "Other": { "type": "string" } """);

        SchemaTexts.Broken(read, fits).ShouldBeEmpty();
        SchemaTexts.Broken(read, breaks).ShouldBe([how]);
    }

    [Fact]
    public void In_version_3_0_nothing_counts_next_to_a_reference() =>
        SchemaTexts.Broken(SchemaTexts.Schema("""{ "$ref": "#/components/schemas/Other", "maxLength": 2 }""", others: """ "Other": { "type": "string" } """), "\"abc\"").ShouldBeEmpty();

    [Fact]
    public void All_violations_are_told_with_where_they_are_and_which_rule_they_break()
    {
        var schema = SchemaTexts.Schema("""
            { "type": "object", "required": ["id"], "properties": { "clins": { "type": "array", "items": { "$ref": "#/components/schemas/Clin" } } } }
            """, others: """ "Clin": { "additionalProperties": false, "properties": { "number": { "type": "string", "pattern": "^\\d{4}$" } } } """);

        var violations = SchemaValidator.Validate(schema, SchemaTexts.Json("""{ "clins": [{ "number": "1" }, { "other": 1 }] }"""), Direction.Response);

        violations.Select(v => (v.Instance, v.Schema)).ShouldBe([
            ("/clins/0/number", "#/components/schemas/Clin/properties/number/pattern"),
            ("/clins/1/other", "#/components/schemas/Clin/additionalProperties"),
            ("/id", "#/components/schemas/Thing/required"),
        ], ignoreOrder: true);
    }

    [Fact]
    public void Members_that_are_read_only_or_write_only_are_required_one_way()
    {
        var schema = SchemaTexts.Schema("""
            { "type": "object", "required": ["id", "secret", "name"],
              "properties": { "id": { "type": "string", "readOnly": true }, "secret": { "type": "string", "writeOnly": true }, "name": { "type": "string" } } }
            """);

        SchemaTexts.Broken(schema, "{}", Direction.Request).ShouldBe(["/secret required", "/name required"]);
        SchemaTexts.Broken(schema, "{}", Direction.Response).ShouldBe(["/id required", "/name required"]);
    }

    [Fact]
    public void A_member_that_is_read_only_in_what_a_schema_extends_is_not_asked_for_in_requests()
    {
        var schema = SchemaTexts.Schema("""{ "allOf": [{ "$ref": "#/components/schemas/Base" }], "required": ["id", "name"] }""", others: """
            "Base": { "required": ["id"], "properties": { "id": { "type": "string", "readOnly": true }, "name": { "type": "string" } } }
            """);

        SchemaTexts.Broken(schema, "{}", Direction.Request).ShouldBe(["/name required"]);
        SchemaTexts.Broken(schema, "{}", Direction.Response).ShouldBe(["/id required", "/name required", "/id required"]);
    }

    [Fact]
    public void Schemas_may_form_circles_through_members()
    {
        var schema = SchemaTexts.Schema("""{ "type": "object", "properties": { "next": { "$ref": "#/components/schemas/Thing" }, "n": { "type": "integer" } } }""");

        SchemaTexts.Broken(schema, """{ "next": { "next": { "n": "x" } } }""").ShouldBe(["/next/next/n type"]);
    }

    [Theory]
    [InlineData("""{ "allOf": [{ "$ref": "#/components/schemas/Thing" }] }""")]
    [InlineData("""{ "$ref": "#/components/schemas/Thing" }""")]
    [InlineData("""{ "$ref": "#/components/schemas/Other" }""", """ "Other": { "$ref": "#/components/schemas/Thing" } """)]
    [InlineData("""{ "$ref": "#/components/schemas/None" }""")]
    [InlineData("""{ "$ref": "other.yaml#/Thing" }""")]
    [InlineData("""{ "type": "text" }""")]
    [InlineData("""{ "minLength": -1 }""")]
    [InlineData("""{ "required": "a" }""")]
    [InlineData("[]")]
    public void Schema_that_says_nothing_is_refused_with_its_place(string schema, string others = "") =>
        Should.Throw<SpecException>(() => SchemaTexts.Schema(schema, others: others)).Message.ShouldContain("#/");

    [Fact]
    public void No_more_violations_are_told_than_anybody_reads()
    {
        var schema = SchemaTexts.Schema("""{ "type": "array", "items": { "type": "string" } }""");

        SchemaTexts.Broken(schema, $"[{string.Join(',', Enumerable.Range(0, 1000))}]").Length.ShouldBe(SchemaValidator.MaxViolations);
    }
}
