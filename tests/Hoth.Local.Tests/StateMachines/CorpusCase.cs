using System.Text.Json.Nodes;
using Hoth.Packaging;

namespace Hoth.Local.Tests.StateMachines;

/// <summary>
/// A case of the corpus: a machine, its input, what its functions answer, and what AWS makes of it. Where the emulator does something
/// else, <c>emulator</c> has what it does, the reason why that is its fault, and the page of AWS that says so.
/// </summary>
public sealed record CorpusCase(string Name, JsonObject Json)
{
    public static IReadOnlyList<CorpusCase> All { get; } = Load();

    public string Machine => Json["machine"]!.ToJsonString();

    public string Input => Json["input"]?.ToJsonString() ?? "null";

    public JsonObject? Tasks => Json["tasks"]?.AsObject();

    public JsonObject Expected => Json["expect"]!.AsObject();

    public JsonObject? Emulator => Json["emulator"]?.AsObject();

    public override string ToString() => Name;

    /// <summary>State name → which graph it is in: empty for the machine's own.</summary>
    public IReadOnlyDictionary<string, string> GraphOfStates()
    {
        var graphs = new Dictionary<string, string>();
        Visit(Json["machine"]!.AsObject(), "");
        return graphs;

        void Visit(JsonObject graph, string name)
        {
            foreach (var (state, json) in graph["States"]!.AsObject())
            {
                graphs[state] = name;
                var inner = json!["Branches"]?.AsArray().ToList() ?? [json["ItemProcessor"] ?? json["Iterator"]];
                for (var i = 0; i < inner.Count; i++)
                {
                    if (inner[i] is JsonObject nested)
                    {
                        Visit(nested, $"{state}/{i}");
                    }
                }
            }
        }
    }

    private static List<CorpusCase> Load()
    {
        var directory = Checkout.PathOf("tests", "Hoth.Local.Tests", "StateMachines", "corpus");
        var cases = new List<CorpusCase>();
        foreach (var file in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal))
        {
            var topic = Path.GetFileNameWithoutExtension(file);
            cases.AddRange(JsonNode.Parse(File.ReadAllText(file))!.AsArray()
                .Select(json => new CorpusCase($"{topic}: {json!["name"]!.GetValue<string>()}", WithMachine(json.AsObject()))));
        }

        return cases;
    }

    /// <summary>A machine that is the name of a file is that of statemachines/, with its placeholders filled in.</summary>
    private static JsonObject WithMachine(JsonObject json)
    {
        if (json["machine"] is JsonValue file)
        {
            json["machine"] = JsonNode.Parse(StateMachineFiles.Load(file.GetValue<string>()).Source);
        }

        return json;
    }
}
