using System.Text;
using Hoth.QaRuns.Checks;
using Hoth.QaRuns.Execution;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Tests.Checks;

public class AnswerCheckTests
{
    private static readonly string VeryLong = new('9', 100_000);

    [Theory]
    [InlineData("integer", "7")]
    [InlineData("integer", "7.0")]
    [InlineData("number", "-1.5e3")]
    [InlineData("number", "1e999")]
    [InlineData("boolean", "false")]
    [InlineData("string", "[1]")]
    [InlineData("string", "7")]
    [InlineData("array", "1, 2,3")]
    [InlineData("array", "1")]
    [InlineData("array or text", "one")]
    [InlineData("seven", "7.00")]
    public void Header_fits_when_one_of_its_readings_does(string type, string value) => DifferencesOf(type, value).ShouldBeEmpty();

    [Theory]
    [InlineData("integer", "[1]")]
    [InlineData("integer", "{}")]
    [InlineData("integer", "{\"a\":")]
    [InlineData("integer", "")]
    [InlineData("integer", "null")]
    [InlineData("integer", "1e999")]
    [InlineData("integer", "1e99999999999999999999")]
    [InlineData("integer", "NaN")]
    [InlineData("integer", "7 ")]
    [InlineData("number", "[1]")]
    [InlineData("number", "Infinity")]
    [InlineData("boolean", "{}")]
    [InlineData("boolean", "True")]
    [InlineData("seven", "1e999")]
    [InlineData("seven", "1e99999999999999999999")]
    [InlineData("many", "1e-99999999999999999999")]
    [InlineData("many", "1e99999999999999999999")]
    [InlineData("array", "1, [2]")]
    [InlineData("array", "")]
    public void Header_is_a_finding_when_no_reading_fits(string type, string value) =>
        DifferencesOf(type, value).ShouldBe(["The header X-Value breaks its schema."]);

    [Fact]
    public void Header_of_any_length_is_read()
    {
        DifferencesOf("integer", VeryLong + "x").Count.ShouldBe(1);
        DifferencesOf("integer", new string('[', 100_000)).Count.ShouldBe(1);
        DifferencesOf("number", VeryLong).ShouldBeEmpty();
        DifferencesOf("array", string.Join(',', Enumerable.Repeat("1", 50_000))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{ "a": "\ud800" }""")]
    [InlineData("""{ "\ud800": 1 }""")]
    [InlineData("""[[["\udc00\ud800"]]]""")]
    public void Body_with_a_text_that_is_no_unicode_is_a_finding(string body)
    {
        var operation = SpecReader.Read(Encoding.UTF8.GetBytes("""
            { "openapi": "3.1.0", "info": { "title": "T", "version": "1" },
              "paths": { "/x": { "get": { "responses": { "200": { "description": "", "content": { "application/json": { "schema": { "properties": { "a": { "maxLength": 1 } } } } } } } } } } }
            """)).Operations[0];
        var differences = new List<Difference>();

        AnswerCheck.CheckContent(operation, new Answer(200, new Dictionary<string, string> { ["Content-Type"] = "application/json" }, Encoding.UTF8.GetBytes(body), isCut: false), differences);

        differences.Select(d => d.Check).ShouldBe([CheckNames.ContentType]);
    }

    private static IReadOnlyList<string> DifferencesOf(string type, string value)
    {
        var schema = type switch
        {
            "array" => """{ "type": "array", "items": { "type": "integer" } }""",
            "array or text" => """{ "type": ["array", "string"], "items": { "type": "integer" } }""",
            "seven" => """{ "type": "number", "enum": [7] }""",
            "many" => """{ "type": "number", "minimum": 1, "multipleOf": 0.1, "format": "int64" }""",
            _ => $$"""{ "type": "{{type}}" }""",
        };
        var operation = SpecReader.Read(Encoding.UTF8.GetBytes($$"""
            { "openapi": "3.1.0", "info": { "title": "T", "version": "1" },
              "paths": { "/x": { "get": { "responses": { "204": { "description": "", "headers": { "X-Value": { "schema": {{schema}} } } } } } } } }
            """)).Operations[0];
        var differences = new List<Difference>();
        AnswerCheck.CheckContent(operation, new Answer(204, new Dictionary<string, string> { ["X-Value"] = value }, [], isCut: false), differences);
        return [.. differences.Select(d => d.Message)];
    }
}
