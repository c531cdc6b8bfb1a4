using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Hoth.Json;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Values;

namespace Hoth.QaRuns.Ai;

/// <summary>Reads what a language model proposes. All of it is data from outside: what the specification does not know is dropped, with the proposal it belongs to.</summary>
internal static class ProposalReader
{
    /// <summary>More proposals are passed over.</summary>
    public const int MaxProposals = 50;

    /// <summary>Proposals with more steps are dropped.</summary>
    public const int MaxSteps = 20;

    private const int LongestText = 4_096;

    /// <summary>Reads.</summary>
    /// <exception cref="AiException">It has not the form that was asked for.</exception>
    public static IReadOnlyList<Proposal> Read(ApiSpec spec, ApiOperation operation, string text)
    {
        using var document = StrictJson.TryParse(Encoding.UTF8.GetBytes(text), out _);
        if (document is null) throw new AiException("the answer is no JSON");
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("proposals", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new AiException("the answer has not the form that was asked for");
        }

        return [.. list.EnumerateArray().Take(MaxProposals).Select(p => ReadOne(spec, operation, p)).OfType<Proposal>()];
    }

    private static Proposal? ReadOne(ApiSpec spec, ApiOperation operation, JsonElement json)
    {
        if (TextOf(json, "title") is not { } title || Member(json, "steps", JsonValueKind.Array) is not { } list || list.GetArrayLength() is 0 or > MaxSteps) return null;
        var steps = ImmutableArray.CreateBuilder<ProposedStep>();
        foreach (var item in list.EnumerateArray())
        {
            if (Step(spec, item, steps.Count) is not { } step) return null;
            steps.Add(step);
        }

        var words = new string([.. title.Where(c => !char.IsControl(c)).Take(120)]);
        return steps.Any(s => s.OperationId == operation.Id) ? new Proposal(words, steps.ToImmutable()) : null;
    }

    private static ProposedStep? Step(ApiSpec spec, JsonElement json, int index)
    {
        if (spec.Operations.FirstOrDefault(o => o.Id == TextOf(json, "operationId")) is not { } operation) return null;
        if (Member(json, "parameters", JsonValueKind.Array) is not { } list || list.GetArrayLength() > 100) return null;
        var parameters = ImmutableArray.CreateBuilder<ProposedParameter>();
        var broken = ImmutableArray.CreateBuilder<string>();
        foreach (var item in list.EnumerateArray())
        {
            if (operation.Parameters.FirstOrDefault(p => p.Name == TextOf(item, "name")) is not { } known) return null;
            if (parameters.Any(p => p.Name == known.Name && p.In == known.In) || Parameter(known, item, index) is not { } parameter) return null;
            parameters.Add(parameter);
            if (parameter.Text is null) continue;
            var texts = new ParameterTexts(0, known);
            var text = ParameterText.Of(known, parameter.Text);
            if (!texts.CanBeSent(text)) return null;
            if (!texts.Fits(text)) broken.Add(known.Schema.Pointer);
        }

        foreach (var missing in operation.Parameters.Where(p => p.Required && !parameters.Any(g => g.Name == p.Name && g.In == p.In)))
        {
            if (missing.In == "path") return null;
            broken.Add(JsonPointer.Append(missing.Pointer, "required"));
        }

        return Body(operation, json, broken, out var body) ? new ProposedStep(operation.Id, parameters.ToImmutable(), body, broken.ToImmutable()) : null;
    }

    private static ProposedParameter? Parameter(ApiParameter known, JsonElement json, int index)
    {
        if (TextOf(json, "value") is { } text) return new ProposedParameter(known.Name, known.In, text, -1, "");
        if (Member(json, "fromStep", JsonValueKind.Number) is not { } number || !number.TryGetInt32(out var step) || step < 0 || step >= index) return null;
        return TextOf(json, "fromPointer") is { Length: > 1 } pointer && pointer[0] == '/' ? new ProposedParameter(known.Name, known.In, null, step, pointer) : null;
    }

    /// <summary>The body and the rules that it breaks. False: it cannot be sent.</summary>
    private static bool Body(ApiOperation operation, JsonElement json, ImmutableArray<string>.Builder broken, out JsonElement? body)
    {
        body = null;
        if (TextOf(json, "body", 65_536) is not { } text)
        {
            if (operation.Body is { Required: true } missing) broken.Add(JsonPointer.Append(missing.Pointer, "required"));
            return true;
        }

        if (operation.Body?.Json is not { } takes) return false;
        using var document = StrictJson.TryParse(Encoding.UTF8.GetBytes(text), out _);
        if (document is null) return false;
        body = document.RootElement.Clone();
        if (takes.Value is { } schema) broken.AddRange(SchemaValidator.Validate(schema, body.Value, Direction.Request).Select(v => v.Schema));
        return true;
    }

    private static string? TextOf(JsonElement json, string name, int longest = LongestText) =>
        Member(json, name, JsonValueKind.String) is { } value && value.GetString() is { } text && text.Length <= longest ? text : null;

    private static JsonElement? Member(JsonElement json, string name, JsonValueKind kind) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
