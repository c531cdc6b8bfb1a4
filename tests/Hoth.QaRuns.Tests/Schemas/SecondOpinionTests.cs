using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Aws.Tests.Emulators;
using Hoth.Packaging;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Tests.Specs;
using Xunit.Abstractions;

namespace Hoth.QaRuns.Tests.Schemas;

/// <summary>The validator against ajv, another implementation of JSON Schema, on 10,000 values near schemas that use every keyword.</summary>
public class SecondOpinionTests(ITestOutputHelper output)
{
    private const int Values = 10_000;

    [SkippableFact]
    public async Task Validator_and_a_second_implementation_agree_on_random_values()
    {
        var node = Node();
        var disagreements = new List<string>();
        var fitting = 0;
        foreach (var (name, text) in new[] { ("keywords", Keywords()), ("mock CSP", SpecReaderTests.MockCsp()) })
        {
            var (document, schemas) = Read(text);
            var random = new RandomJson(seed: 20260401);
            var cases = Enumerable.Range(0, Values / 2).Select(i => schemas[i % schemas.Count]).Select(schema => (Schema: schema, Value: random.Near(schema))).ToList();
            var verdicts = await AskAsync(node, document, cases);
            for (var i = 0; i < cases.Count; i++)
            {
                var value = JsonSerializer.Deserialize<JsonElement>(cases[i].Value?.ToJsonString() ?? "null");
                var violations = SchemaValidator.Validate(cases[i].Schema, value, Direction.Response);
                if (violations.Count == 0) fitting++;
                if (violations.Count == 0 != verdicts[i]) disagreements.Add($"{name} {cases[i].Schema}: ajv says {verdicts[i]}, Hoth {string.Join("; ", violations)}: {value}");
            }
        }

        output.WriteLine($"{Values} values, {fitting} of them fit.");
        fitting.ShouldBeInRange(Values / 10, Values * 9 / 10, "values that all fit, or none, compare nothing");
        disagreements.ShouldBeEmpty();
    }

    private static string Node()
    {
        try
        {
            _ = EmulatorTools.Package("ajv/package.json");
            return EmulatorTools.Program("node", "Node 20 or later");
        }
        catch (EmulatorMissingException e)
        {
            Missing.SkipOrFail(e.Message);
            throw;
        }
    }

    /// <summary>The document, and its component schemas as an operation's answers name them.</summary>
    private static (JsonNode Document, List<Schema> Schemas) Read(byte[] text)
    {
        var document = JsonNode.Parse(text)!;
        var answers = new JsonObject();
        var names = document["components"]!["schemas"]!.AsObject().Select(s => s.Key).ToList();
        foreach (var name in names) answers[$"{200 + answers.Count}"] = new JsonObject { ["description"] = "", ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{name}" } } } };
        var readable = document.DeepClone();
        readable["paths"] = new JsonObject { ["/x"] = new JsonObject { ["get"] = new JsonObject { ["responses"] = answers } } };
        var spec = SpecReader.Read(JsonSerializer.SerializeToUtf8Bytes(readable));
        return (document, [.. spec.Operations[0].Responses.Values.Select(r => r.Content["application/json"]!)]);
    }

    private static async Task<bool[]> AskAsync(string node, JsonNode document, IReadOnlyList<(Schema Schema, JsonNode? Value)> cases)
    {
        using var process = Process.Start(new ProcessStartInfo(node, [Checkout.PathOf("tests", "emulators", "ajv.mjs")]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var answer = process.StandardOutput.ReadToEndAsync();
        var question = new JsonObject
        {
            ["document"] = document.DeepClone(),
            ["cases"] = new JsonArray([.. cases.Select(c => new JsonObject { ["schema"] = c.Schema.Pointer, ["value"] = c.Value?.DeepClone() })]),
        };
        await process.StandardInput.WriteAsync(question.ToJsonString());
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return JsonSerializer.Deserialize<bool[]>(await answer)!;
    }

    private static byte[] Keywords()
    {
        using var stream = typeof(SecondOpinionTests).Assembly.GetManifestResourceStream("keywords.json")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
