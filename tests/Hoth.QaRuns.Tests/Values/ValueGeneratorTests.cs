using System.Text.Json;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Tests.Schemas;
using Hoth.QaRuns.Tests.Specs;
using Hoth.QaRuns.Values;

namespace Hoth.QaRuns.Tests.Values;

public class ValueGeneratorTests
{
    private static readonly int[] Seeds = [0, 1, 42, int.MaxValue];

    public static TheoryData<string> Bodies => [.. Schemas().Keys];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Values_fit_and_violations_break_their_own_rule_whatever_the_seed(string name)
    {
        var schema = Schemas()[name];
        string[]? labels = null;
        foreach (var seed in Seeds)
        {
            var values = new ValueGenerator(seed);
            var valid = values.Positives(schema, "v").Concat(values.Boundaries(schema, "v")).ToList();
            var invalid = values.Violations(schema, "v");

            foreach (var shape in Enum.GetValues<Shape>()) SchemaValidator.Fits(schema, values.Valid(schema, shape, "v"), Direction.Request).ShouldBeTrue();
            foreach (var value in valid) SchemaValidator.Validate(schema, value.Value, Direction.Request).ShouldBeEmpty(value.Label);
            foreach (var value in invalid)
            {
                var broken = SchemaValidator.Validate(schema, value.Value, Direction.Request);
                broken.ShouldNotBeEmpty(value.Label);
                broken.ShouldAllBe(v => v.Keyword == value.Pointer.Substring(value.Pointer.LastIndexOf('/') + 1) || v.Keyword == "oneOf" || v.Keyword == "anyOf", value.Label);
            }

            valid.Select(v => v.Label).Distinct().Count().ShouldBeGreaterThan(1);
            foreach (var list in new[] { values.Positives(schema, "v"), values.Boundaries(schema, "v"), invalid })
            {
                list.Select(v => v.Label).ShouldBeUnique();
            }

            // Labels become ids of scenarios: a baseline of another seed has the same ones.
            string[] now = [.. valid.Concat(invalid).Select(v => $"{v.Label} {v.Pointer}")];
            now.Except(labels ??= now).Concat(labels.Except(now)).ShouldBeEmpty();
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_in_any_order_and_another_seed_others()
    {
        var schema = Schemas()["addEnvironment"];
        var first = new ValueGenerator(5);
        var second = new ValueGenerator(5);
        _ = second.Violations(schema, "other");
        var later = Texts(second.Boundaries(schema, "v"));

        Texts(second.Positives(schema, "v")).ShouldBe(Texts(first.Positives(schema, "v")));
        later.ShouldBe(Texts(first.Boundaries(schema, "v")));
        new ValueGenerator(6).Valid(schema, Shape.Everything, "v").GetRawText().ShouldNotBe(first.Valid(schema, Shape.Everything, "v").GetRawText());
        first.Valid(schema, Shape.Everything, "w").GetProperty("name").GetString().ShouldNotBe(first.Valid(schema, Shape.Everything, "v").GetProperty("name").GetString());
    }

    [Fact]
    public void Everything_has_each_alternative_each_listed_value_and_nothing_that_is_read_only()
    {
        var value = new ValueGenerator(1).Valid(Schemas()["addPortfolio"], Shape.Everything, "v");

        value.TryGetProperty("id", out _).ShouldBeFalse();
        value.GetProperty("name").GetString().ShouldStartWith("Mission one ");
        var clins = value.GetProperty("task_orders")[0].GetProperty("clins").EnumerateArray().ToList();
        clins.Select(c => $"{c.GetProperty("type")} {c.GetProperty("classification_level")}").ShouldBe(["CLOUD UNCLASSIFIED", "CLOUD SECRET", "CLOUD TOP_SECRET", "NON_CLOUD "]);
        clins.Select(c => c.GetProperty("clin_number").GetString()).ShouldBeUnique();
    }

    [Fact]
    public void Items_that_must_differ_may_be_numbers_of_any_size()
    {
        var schema = SchemaTexts.Schema("""{ "type": "array", "uniqueItems": true, "minItems": 2, "items": { "enum": [1e99999999999, 2e99999999999] } }""");

        new ValueGenerator(1).Valid(schema, Shape.Everything, "v").EnumerateArray().Select(i => i.GetRawText()).ShouldBe(["1e99999999999", "2e99999999999"], ignoreOrder: true);
    }

    [Fact]
    public void Only_required_has_what_must_be_there()
    {
        var value = new ValueGenerator(1).Valid(Schemas()["addPortfolio"], Shape.OnlyRequired, "v");

        value.EnumerateObject().Select(m => m.Name).ShouldBe(["name", "task_orders"]);
        value.GetProperty("task_orders").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void Optional_members_are_on_and_off_and_listed_values_and_null_are_there()
    {
        var schema = SchemaTexts.Schema("""
            { "type": "object", "required": ["a"], "properties": {
                "a": { "type": "string", "enum": ["X", "Y"] }, "b": { "type": "integer", "nullable": true }, "c": { "type": "boolean" }, "d": { "type": "string" }, "id": { "type": "string", "readOnly": true } } }
            """);

        new ValueGenerator(1).Positives(schema, "v").Select(v => v.Label).ShouldBe([
            "only-required", "everything", "without /b", "without /c", "without /d", "/a = Y", "/b = null", "/c = true", "with /b", "with /c", "with /d",
        ], ignoreOrder: true);
    }

    [Fact]
    public void Each_limit_is_met_exactly()
    {
        var schema = SchemaTexts.Schema("""
            { "type": "object", "properties": {
                "text": { "type": "string", "minLength": 2, "maxLength": 9 }, "code": { "type": "string", "pattern": "^[a-z][a-z0-9]{2,8}$", "maxLength": 6 },
                "whole": { "type": "integer", "minimum": 3, "maximum": 7 }, "between": { "type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": 1, "exclusiveMaximum": true },
                "list": { "type": "array", "minItems": 1, "maxItems": 3, "items": { "type": "integer" } } } }
            """);
        var made = new ValueGenerator(1).Boundaries(schema, "v").ToDictionary(v => v.Label, v => v.Value);

        made["/text minLength"].GetProperty("text").GetString()!.Length.ShouldBe(2);
        made["/text maxLength emoji"].GetProperty("text").GetString()!.EnumerateRunes().Count().ShouldBe(9);
        made["/code maxLength"].GetProperty("code").GetString()!.Length.ShouldBe(6);
        made.Keys.ShouldNotContain("/code maxLength emoji");
        made["/whole minimum"].GetProperty("whole").GetInt32().ShouldBe(3);
        made["/whole maximum"].GetProperty("whole").GetInt32().ShouldBe(7);
        made["/between exclusiveMinimum"].GetProperty("between").GetDecimal().ShouldBe(0.01m);
        made["/between exclusiveMaximum"].GetProperty("between").GetDecimal().ShouldBe(0.99m);
        made["/list minItems"].GetProperty("list").GetArrayLength().ShouldBe(1);
        made["/list maxItems"].GetProperty("list").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public void Every_rule_of_a_schema_is_broken_alone()
    {
        var schema = SchemaTexts.Schema("""
            { "type": "object", "additionalProperties": false, "required": ["a"], "minProperties": 2, "maxProperties": 12, "properties": {
                "a": { "type": "string", "minLength": 2, "maxLength": 4 }, "p": { "type": "string", "pattern": "^[0-9]{4}$" }, "d": { "type": "string", "format": "date" },
                "e": { "type": "string", "enum": ["X"] }, "i": { "type": "integer", "minimum": 2, "maximum": 8, "multipleOf": 2 }, "n": { "type": "string", "nullable": true },
                "x": { "type": "number", "minimum": 0, "exclusiveMinimum": true }, "l": { "type": "array", "minItems": 1, "maxItems": 3, "uniqueItems": true, "items": { "type": "integer" } },
                "o": { "oneOf": [{ "type": "object", "required": ["k"], "properties": { "k": { "type": "string", "enum": ["1"] } } }, { "type": "array" }] } } }
            """);

        string[] labels = [.. new ValueGenerator(1).Violations(schema, "v").Select(v => $"{v.Label} {v.Pointer["#/components/schemas/Thing".Length..]}")];

        foreach (var expected in (string[])
        [
            "type /type", "null /type", "/a required /required", "/unexpected additionalProperties /additionalProperties", "minProperties /minProperties",
            "/a minLength /properties/a/minLength", "/a maxLength /properties/a/maxLength", "/a null /properties/a/type", "/p pattern /properties/p/pattern", "/d format /properties/d/format",
            "/d format impossible /properties/d/format", "/e enum /properties/e/enum", "/i minimum /properties/i/minimum", "/i maximum /properties/i/maximum", "/i multipleOf /properties/i/multipleOf",
            "/i type fraction /properties/i/type", "/x exclusiveMinimum /properties/x/exclusiveMinimum", "/l minItems /properties/l/minItems", "/l maxItems /properties/l/maxItems",
            "/l uniqueItems /properties/l/uniqueItems", "/l/0 type /properties/l/items/type", "/o/k required /properties/o/oneOf/0/required", "/o/k enum /properties/o/oneOf/0/properties/k/enum",
        ])
        {
            labels.ShouldContain(expected);
        }

        labels.ShouldNotContain(l => l.StartsWith("/n null", StringComparison.Ordinal));
    }

    [Fact]
    public void The_start_of_a_range_is_never_after_its_end()
    {
        var schema = SchemaTexts.Schema("""
            { "type": "object", "required": ["pop_start_date"], "properties": {
                "pop_start_date": { "type": "string", "format": "date" }, "pop_end_date": { "type": "string", "format": "date" },
                "minItems": { "type": "integer", "minimum": 1, "maximum": 9 }, "maxItems": { "type": "integer", "minimum": 1, "maximum": 9 } } }
            """);
        for (var seed = 0; seed < 50; seed++)
        {
            var values = new ValueGenerator(seed);
            foreach (var value in values.Positives(schema, "v").Concat(values.Boundaries(schema, "v")).Select(v => v.Value))
            {
                if (value.TryGetProperty("pop_end_date", out var end)) string.CompareOrdinal(value.GetProperty("pop_start_date").GetString(), end.GetString()).ShouldBeLessThanOrEqualTo(0);
                if (value.TryGetProperty("minItems", out var least) && value.TryGetProperty("maxItems", out var most)) least.GetInt32().ShouldBeLessThanOrEqualTo(most.GetInt32());
            }
        }
    }

    [Theory]
    [InlineData("""{ "type": "object", "required": ["self"], "properties": { "self": { "$ref": "#/components/schemas/Thing" } } }""", "itself")]
    [InlineData("""{ "type": "object", "required": ["a"], "properties": { "a": { "type": "string", "minLength": 3, "maxLength": 2 } } }""", "no text")]
    [InlineData("""{ "type": "object", "required": ["a"], "properties": { "a": { "type": "string", "pattern": "^a$", "minLength": 2 } } }""", "no text")]
    [InlineData("""{ "type": "integer", "minimum": 3, "maximum": 2 }""", "no value")]
    [InlineData("""{ "allOf": [{ "type": "integer" }, { "type": "string" }] }""", "no type")]
    public void Where_no_value_fits_it_says_where_and_why(string schema, string reason)
    {
        var exception = Should.Throw<NoValueException>(() => new ValueGenerator(1).Valid(SchemaTexts.Schema(schema), Shape.Everything, "v"));

        exception.Reason.ShouldContain(reason);
        exception.Pointer.ShouldStartWith("#/components/schemas/Thing");
    }

    [Fact]
    public void Cycles_end_at_optional_members()
    {
        var schema = SchemaTexts.Schema("""
            { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" },
                "parent": { "$ref": "#/components/schemas/Thing" }, "children": { "type": "array", "items": { "$ref": "#/components/schemas/Thing" } } } }
            """);

        new ValueGenerator(1).Valid(schema, Shape.Everything, "v").GetProperty("children")[0].EnumerateObject().Select(m => m.Name).ShouldBe(["name"]);
    }

    private static string[] Texts(IEnumerable<GeneratedValue> values) => [.. values.Select(v => v.Value.GetRawText())];

    /// <summary>Bodies of the mock CSP's specification, and every keyword.</summary>
    private static Dictionary<string, Schema> Schemas()
    {
        var all = SpecReader.Read(SpecReaderTests.MockCsp()).Operations.Where(o => o.Body is not null).ToDictionary(o => o.Id, o => o.Body!.Json!.Value.Value!);
        using var stream = typeof(ValueGeneratorTests).Assembly.GetManifestResourceStream("keywords.json")!;
        var document = JsonSerializer.Deserialize<JsonElement>(stream);
        var reader = new SchemaReader(document, is31: true, new SpecNotes());
        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            all[schema.Name] = reader.Read(schema.Value, $"#/components/schemas/{schema.Name}");
        }

        return all;
    }
}
