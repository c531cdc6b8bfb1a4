using System.Text.Json.Nodes;

namespace Hoth.Infra.Tests;

/// <summary>One statement of a policy somewhere in a template.</summary>
/// <param name="Owner">Logical id of the resource that has it.</param>
/// <param name="OwnerType">And its type.</param>
/// <param name="Effect">Allow or Deny.</param>
/// <param name="Actions">As they are.</param>
/// <param name="Resources">Resolved.</param>
/// <param name="Condition">As it is, or null.</param>
public sealed record Statement(string Owner, string OwnerType, string Effect, IReadOnlyList<string> Actions, IReadOnlyList<string> Resources, JsonNode? Condition);

/// <summary>Finds every policy of a template, wherever it is.</summary>
internal static class Policies
{
    /// <summary>Every statement of the template.</summary>
    public static IEnumerable<Statement> In(SynthesizedStack stack) => stack.Resources.SelectMany(resource => Of(stack, resource));

    /// <summary>The statements that a function's role has.</summary>
    public static IReadOnlyList<Statement> OfFunction(SynthesizedStack stack, Resource function)
    {
        var role = stack[function["Role"]!["Fn::GetAtt"]![0]!.GetValue<string>()];
        return [.. role["ManagedPolicyArns"]!.AsArray().SelectMany(policy => Of(stack, stack[policy!["Ref"]!.GetValue<string>()]))];
    }

    /// <summary>The statements of one resource.</summary>
    public static IEnumerable<Statement> Of(SynthesizedStack stack, Resource resource) =>
        Documents(resource.Json["Properties"]).SelectMany(document => Items(document["Statement"])).Select(statement => new Statement(
            resource.Id,
            resource.Type,
            statement["Effect"]!.GetValue<string>(),
            [.. Items(statement["Action"]).Select(action => action.GetValue<string>())],
            [.. Items(statement[nameof(Resource)]).Select(stack.Resolve)],
            statement["Condition"]));

    private static IEnumerable<JsonNode> Documents(JsonNode? node) => node switch
    {
        JsonObject o when o.ContainsKey("Statement") && o.ContainsKey("Version") => [o],
        JsonObject o => o.SelectMany(member => Documents(member.Value)),
        JsonArray a => a.SelectMany(Documents),
        _ => [],
    };

    private static IEnumerable<JsonNode> Items(JsonNode? node) => node switch
    {
        null => [],
        JsonArray array => array.Select(item => item!),
        _ => [node],
    };
}
