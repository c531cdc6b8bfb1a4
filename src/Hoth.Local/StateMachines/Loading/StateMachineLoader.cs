using System.Text;
using System.Text.Json.Nodes;
using Hoth.Json;
using Hoth.Local.StateMachines.Model;

namespace Hoth.Local.StateMachines.Loading;

/// <summary>
/// Reads state machines in the Amazon States Language with the query language JSONPath. What it does not support it refuses:
/// JSONata, variables, activities, callbacks, distributed maps, and other resources than Lambda functions.
/// </summary>
public static class StateMachineLoader
{
    /// <summary>A machine may take no longer than a year. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html</summary>
    private const double MaximumSeconds = 99_999_999;

    /// <summary>Reads a definition.</summary>
    /// <param name="name">The machine's logical name.</param>
    /// <param name="json">The definition.</param>
    /// <param name="placeholders">Name → what stands for <c>${Name}</c>; <c>Partition</c> is one of them.</param>
    /// <exception cref="StateMachineException">It is wrong or not supported; all violations at once.</exception>
    public static StateMachine Load(string name, string json, IReadOnlyDictionary<string, string> placeholders)
    {
        using var document = StrictJson.TryParse(Encoding.UTF8.GetBytes(json), out var mistake);
        if (document is null)
        {
            throw new StateMachineException(name, [$"The definition {mistake}."]);
        }

        if (JsonValues.FromElement(document.RootElement) is not JsonObject raw)
        {
            throw new StateMachineException(name, ["The definition must be an object."]);
        }

        var violations = new List<string>();
        var definition = Placeholders.Fill(raw, placeholders, violations)!.AsObject();
        var fields = new FieldReader(definition, "the machine", violations);
        CheckHeader(fields);
        var timeout = fields.Number("TimeoutSeconds", 1, MaximumSeconds);
        var graph = new GraphReader(violations).ReadStates(fields);
        fields.Finish("a state machine");
        return violations.Count == 0
            ? new StateMachine(name, graph, timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null, JsonValues.Write(definition))
            : throw new StateMachineException(name, violations);
    }

    private static void CheckHeader(FieldReader fields)
    {
        if (fields.Text("Version") is not (null or "1.0"))
        {
            fields.Report("Version", "must be 1.0");
        }

        if (fields.Text("QueryLanguage") is not (null or "JSONPath"))
        {
            fields.Report("QueryLanguage", "must be JSONPath");
        }
    }
}
