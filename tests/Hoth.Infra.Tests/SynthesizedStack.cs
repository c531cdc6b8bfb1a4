using System.Text.Json.Nodes;
using Hoth.Infra.Configuration;

namespace Hoth.Infra.Tests;

/// <summary>A template, read as JSON.</summary>
/// <param name="name">The variant's.</param>
/// <param name="options">What it was made with.</param>
/// <param name="file">Where the template is.</param>
public sealed class SynthesizedStack(string name, DeploymentOptions options, string file)
{
    public string Name { get; } = name;

    public DeploymentOptions Options { get; } = options;

    public string File { get; } = file;

    public string Text { get; } = System.IO.File.ReadAllText(file);

    public JsonObject Template { get; } = JsonNode.Parse(System.IO.File.ReadAllText(file))!.AsObject();

    public IEnumerable<Resource> Resources => Template[nameof(Resources)]!.AsObject().Select(entry => new Resource(entry.Key, entry.Value!.AsObject()));

    public IEnumerable<Resource> OfType(string type) => Resources.Where(resource => resource.Type == type);

    public Resource this[string id] => new(id, Template[nameof(Resources)]![id]!.AsObject());

    /// <summary>The functions by their name in the catalog.</summary>
    public IReadOnlyDictionary<string, Resource> Functions => OfType("AWS::Lambda::Function").ToDictionary(f => f["Environment"]!["Variables"]!["HOTH_FUNCTION"]!.GetValue<string>());

    /// <summary>The queues by their physical name without the stack's.</summary>
    public IReadOnlyDictionary<string, Resource> Queues => OfType("AWS::SQS::Queue").ToDictionary(q => q["QueueName"]!.GetValue<string>()[(Options.StackName.Length + 1)..]);

    /// <summary>What a value comes to when it is deployed: intrinsic functions and references written out as text.</summary>
    public string Resolve(JsonNode? value) => Intrinsics.Resolve(this, value);

    public override string ToString() => Name;
}

/// <summary>One resource of a template.</summary>
public sealed record Resource(string Id, JsonObject Json)
{
    public string Type => Json[nameof(Type)]!.GetValue<string>();

    /// <summary>A property, or null.</summary>
    public JsonNode? this[string property] => Json["Properties"]?[property];
}
