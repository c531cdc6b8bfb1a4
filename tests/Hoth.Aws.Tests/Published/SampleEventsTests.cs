using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Aws.Tests.Emulators;
using Hoth.Functions.Catalog;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Aws.Tests.Published;

/// <summary>Every file of events/ through the function whose route it names; what must come of it is in the file next to it.</summary>
[Collection(nameof(PublishedHoth))]
public sealed class SampleEventsTests(PublishedHoth hoth)
{
    private const string ExpectEnding = ".expect.json";

    private static readonly string Events = Path.Combine(EmulatorTools.Repository, "events");

    /// <summary>The folders of events/, one for each slice.</summary>
    public static TheoryData<string> Slices { get; } = new(Folders());

    [Fact]
    public void No_file_is_left_out()
    {
        var files = Directory.GetFiles(Events, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var replayed = Folders().SelectMany(Samples).ToList();

        replayed.ShouldNotBeEmpty();
        replayed.SelectMany(file => new[] { file, ExpectationOf(file) }).Order(StringComparer.Ordinal).ShouldBe(files);
    }

    [SkippableTheory]
    [MemberData(nameof(Slices))]
    public async Task Sample_events_answer_as_documented(string slice)
    {
        await using var stage = await hoth.NewStageAsync();
        var catalog = FunctionCatalog.Create();

        foreach (var file in Samples(slice))
        {
            var sample = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
            var expected = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(ExpectationOf(file)));
            if (sample["httpMethod"]!.GetValue<string>() == "GET")
            {
                // The requests come first by name; results are there to be drained once the queues were worked on.
                await WorkAsync(stage, catalog);
            }

            var answer = await stage.InvokeAsync(FunctionOf(catalog, sample).Name, sample);

            Check(Path.GetFileName(file), expected, answer);
        }

        await WorkAsync(stage, catalog);
        foreach (var file in Samples(slice))
        {
            await CheckResultAsync(stage, JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(ExpectationOf(file))));
        }
    }

    private static IEnumerable<string> Folders() => Directory.GetDirectories(Events).Select(folder => Path.GetFileName(folder));

    private static List<string> Samples(string slice) =>
    [
        .. Directory.GetFiles(Path.Combine(Events, slice), "*.json")
            .Where(file => !file.EndsWith(ExpectEnding, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static string ExpectationOf(string file) => Path.ChangeExtension(file, null) + ExpectEnding;

    private static FunctionDefinition FunctionOf(FunctionCatalog catalog, JsonNode sample)
    {
        var route = new FunctionRoute(sample["httpMethod"]!.GetValue<string>(), sample["resource"]!.GetValue<string>());
        return catalog.All.Single(function => function.Route == route);
    }

    /// <summary>Delivers until every queue that invokes a function is empty, but for what waits for its next try.</summary>
    private static async Task WorkAsync(Stage stage, FunctionCatalog catalog)
    {
        foreach (var function in catalog.All.Where(function => function.Queue is not null))
        {
            while (await stage.DeliverAsync(function.Queue!.Name, function.Name) > 0)
            {
            }
        }
    }

    private static void Check(string file, JsonElement expected, JsonElement answer)
    {
        answer.GetProperty("statusCode").GetInt32().ShouldBe(expected.GetProperty("status").GetInt32(), $"{file}: {answer}");
        if (expected.TryGetProperty("headers", out var headers))
        {
            foreach (var header in headers.EnumerateObject())
            {
                answer.GetProperty("headers").GetProperty(header.Name).GetString().ShouldBe(header.Value.GetString(), file);
            }
        }

        if (expected.TryGetProperty("problem", out var problem))
        {
            JsonSerializer.Deserialize<JsonElement>(answer.GetProperty("body").GetString()!).GetProperty("code").GetString().ShouldBe(problem.GetString(), file);
        }
    }

    private static async Task CheckResultAsync(Stage stage, JsonElement expected)
    {
        if (!expected.TryGetProperty("result", out var result))
        {
            return;
        }

        var id = expected.GetProperty("job").GetString()!;
        var job = (await stage.Jobs.FindAsync(id, default)).ShouldNotBeNull(id);
        job.Status.ShouldBe(result.GetProperty("outcome").GetString() == "SUCCEEDED" ? JobStatus.Succeeded : JobStatus.Failed, id);
        job.Code.ShouldBe(result.GetProperty("code").GetInt32(), id);
    }
}
