using System.Text;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Tests.Specs;
using Hoth.QaRuns.Values;

namespace Hoth.QaRuns.Tests.Values;

public class ParameterTextsTests
{
    [Fact]
    public void Texts_for_the_mock_csps_parameters_can_be_sent_whatever_the_seed()
    {
        var parameters = SpecReader.Read(SpecReaderTests.MockCsp()).Operations.SelectMany(o => o.Parameters).DistinctBy(p => p.Pointer).ToList();
        var labels = new Dictionary<ApiParameter, string>();
        for (var seed = 0; seed < 20; seed++)
        {
            var values = new ValueGenerator(seed);
            foreach (var parameter in parameters)
            {
                var all = values.Positives(parameter, "v").Concat(values.Boundaries(parameter, "v")).Concat(values.Violations(parameter, "v")).ToList();
                all.ShouldNotBeEmpty();
                var now = string.Join('\n', all.Select(t => t.Label));
                if (!labels.TryAdd(parameter, now)) now.ShouldBe(labels[parameter]);
                foreach (var text in all.Where(t => t.Text is not null).Select(t => t.Text!.Text))
                {
                    if (parameter.In == "path") text.ShouldNotBeOneOf("", ".", "..");
                    if (parameter.In == "header") text.ShouldAllBe(c => c >= ' ' && c <= '~');
                }
            }
        }
    }

    [Fact]
    public void Violations_are_those_that_text_can_express()
    {
        var operation = Operation("""
            [{ "name": "limit", "in": "query", "required": true, "schema": { "type": "integer", "minimum": 1, "maximum": 100 } },
             { "name": "name", "in": "query", "schema": { "type": "string" } },
             { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } },
             { "name": "month", "in": "query", "schema": { "type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$" } },
             { "name": "state", "in": "query", "schema": { "type": "array", "items": { "type": "string", "enum": ["ON", "OFF"] } } }]
            """);
        var values = new ValueGenerator(1);

        values.Violations(operation.Parameters[0], "v").Select(v => $"{v.Label}: {v.Text?.Text ?? "-"}").ShouldBe(
            ["limit required: -", "limit type: text", "limit type fraction: 1.5", "limit minimum: 0", "limit maximum: 101"], ignoreOrder: true);
        values.Violations(operation.Parameters[1], "v").ShouldBeEmpty();
        values.Violations(operation.Parameters[2], "v").ShouldBeEmpty();
        values.Violations(operation.Parameters[3], "v").ShouldAllBe(v => v.Pointer.EndsWith("/pattern"));
        values.Violations(operation.Parameters[4], "v").ShouldContain(v => v.Pointer.EndsWith("/items/enum") && v.Text!.Texts.Contains("NOT_LISTED"));
        values.Positives(operation.Parameters[4], "v").ShouldContain(v => v.Text != null && v.Text.Texts.SequenceEqual(new[] { "ON", "OFF" }));
    }

    [Fact]
    public void The_parameters_of_an_operation_are_in_order_and_those_given_stay()
    {
        var operation = Operation("""
            [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
             { "name": "start_date", "in": "query", "required": true, "schema": { "type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$" } },
             { "name": "end_date", "in": "query", "required": true, "schema": { "type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$" } },
             { "name": "limit", "in": "query", "schema": { "type": "integer" } },
             { "name": "Authorization", "in": "header", "schema": { "type": "string" } }]
            """);
        for (var seed = 0; seed < 50; seed++)
        {
            var values = new ValueGenerator(seed);
            var texts = values.ValidParameters(operation, Shape.OnlyRequired, "v");
            texts.Select(t => t.Name).ShouldBe(["id", "start_date", "end_date"]);
            string.CompareOrdinal(texts[1].Text, texts[2].Text).ShouldBeLessThanOrEqualTo(0);

            var late = ParameterText.Of(operation.Parameters[1], "2099-12");
            var given = values.ValidParameters(operation, Shape.Everything, "v", late);
            given.Select(t => t.Name).ShouldBe(["id", "start_date", "end_date", "limit"]);
            given[1].ShouldBe(late);
            given[2].Text.ShouldBe("2099-12");
        }
    }

    [Fact]
    public void Versions_are_those_of_the_example_and_keys_differ()
    {
        var operation = SpecReader.Read(SpecReaderTests.MockCsp()).Operations.Single(o => o.Id == "addPortfolio");
        var values = new ValueGenerator(1);

        values.ValidParameters(operation, Shape.Everything, "a").Single(t => t.Name == "X-Atat-Api-Version").Text.ShouldBe("1.3.2");
        values.ValidParameters(operation, Shape.Everything, "a").Single(t => t.Name == "Idempotency-Key").Text
            .ShouldNotBe(values.ValidParameters(operation, Shape.Everything, "b").Single(t => t.Name == "Idempotency-Key").Text);
    }

    private static ApiOperation Operation(string parameters) => SpecReader.Read(Encoding.UTF8.GetBytes(
        $$"""{ "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": { "/a/{id}": { "get": { "parameters": {{parameters}}, "responses": {} } } } }""")).Operations[0];
}
