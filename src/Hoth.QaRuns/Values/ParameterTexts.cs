using System.Text.Json;
using System.Text.RegularExpressions;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Values;

/// <summary>Makes texts for one parameter.</summary>
internal sealed partial class ParameterTexts(int seed, ApiParameter parameter)
{
    private const int Tries = 40;

    private Schema Schema => parameter.Schema;

    /// <summary>Keys and ids are to differ; a version, say, is to be the one of the example.</summary>
    private bool IsVerbatim => !Distinct().IsMatch(parameter.Name);

    public ParameterText Valid(Shape shape, string label)
    {
        if (Schema.Types != SchemaTypes.Object)
        {
            for (var i = 0; i < Tries; i++)
            {
                var maker = new ValueMaker(seed, i == 0 ? label : $"{label} {i}", Plan.Of(shape), i == 0 ? parameter.Examples : []) { Verbatim = IsVerbatim && i == 0 };
                if (ToText(JsonEdit.ToElement(maker.Make(Schema))) is { } text && Fits(text)) return text;
            }
        }

        throw new NoValueException(Schema.Pointer, "no text was found that can be sent as a parameter");
    }

    /// <summary>The same, or null where there is none.</summary>
    public ParameterText? TryValid(string label)
    {
        try
        {
            return Valid(Shape.Everything, label);
        }
        catch (NoValueException)
        {
            return null;
        }
    }

    public IReadOnlyList<GeneratedText> Positives(string label)
    {
        var texts = new List<GeneratedText> { new($"{parameter.Name} given", parameter.Pointer, Valid(Shape.Everything, label)) };
        if (!parameter.Required) texts.Add(new($"{parameter.Name} left out", $"{parameter.Pointer}/required", null));
        texts.AddRange(Some(new Positives(seed, Schema, label, parameter.Examples).Make().Where(v => v.Label is not ("everything" or "only-required")), Fits));
        return Different(texts);
    }

    public IReadOnlyList<GeneratedText> Boundaries(string label) => Different(Some(new Boundaries(seed, Schema, label, parameter.Examples).Make(), Fits));

    public IReadOnlyList<GeneratedText> Violations(string label)
    {
        var texts = new List<GeneratedText>();
        if (parameter.Required && parameter.In != "path") texts.Add(new($"{parameter.Name} required", $"{parameter.Pointer}/required", null));
        foreach (var value in new Violations(seed, Schema, label, parameter.Examples).Make())
        {
            if (ToText(value.Value) is { } text && Breaks(text, value.Pointer)) texts.Add(Named(value, text));
        }

        return Different(texts);
    }

    /// <summary>Whether a text can be sent in the parameter's place.</summary>
    public bool CanBeSent(ParameterText text) => text.Texts.All(IsSendable);

    /// <summary>Whether a text can be sent, and fits as one of the values that it may mean.</summary>
    public bool Fits(ParameterText text) => CanBeSent(text) && TextMeanings.Of(Schema, text).Any(m => SchemaValidator.Fits(Schema, m, Direction.Request));

    /// <summary>Whether a text breaks one rule alone, however it is read. A number where text is wanted breaks none: it is text.</summary>
    private bool Breaks(ParameterText text, string pointer)
    {
        var all = TextMeanings.Of(Schema, text).Select(m => SchemaValidator.Validate(Schema, m, Direction.Request)).ToList();
        if (all.Any(broken => broken.Count == 0)) return false;
        return pointer.EndsWith("/type", StringComparison.Ordinal) ? all.All(IsThis) : all.Any(IsThis);

        bool IsThis(IReadOnlyList<SchemaViolation> broken) => broken.All(v => v.Schema == pointer);
    }

    private IEnumerable<GeneratedText> Some(IEnumerable<GeneratedValue> values, Func<ParameterText, bool> isGood) =>
        from value in values
        let text = ToText(value.Value)
        where text is not null && isGood(text)
        select Named(value, text);

    private GeneratedText Named(GeneratedValue value, ParameterText text) => new($"{parameter.Name} {value.Label}", value.Pointer, text);

    private static List<GeneratedText> Different(IEnumerable<GeneratedText> texts) => [.. texts.DistinctBy(t => t.Text?.Text).DistinctBy(t => t.Label)];

    /// <summary>The text of a value; null: it cannot be sent as one.</summary>
    private ParameterText? ToText(JsonElement value)
    {
        string?[] texts = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Scalar)] : [Scalar(value)];
        if (texts.Length == 0 || texts.Any(t => t is null || !IsSendable(t))) return null;
        if (texts.Length > 1 && texts.Any(t => t!.Contains(',', StringComparison.Ordinal))) return null;
        return new ParameterText(parameter.Name, parameter.In, parameter.In == "query" ? [.. texts!] : [string.Join(',', texts)]);
    }

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <summary>What servers, proxies and clients agree on in this place.</summary>
    private bool IsSendable(string text) => parameter.In switch
    {
        "path" => text.Length > 0 && text is not ("." or "..") && !text.Any(c => char.IsControl(c) || c is '/' or '\\'),
        "header" => text.Length > 0 && text.All(c => c is >= ' ' and <= '~') && text.Trim().Length == text.Length,
        "cookie" => text.Length > 0 && text.All(c => c is > ' ' and <= '~' and not ('"' or ',' or ';' or '\\')),
        _ => !text.Any(char.IsControl),
    };

    [GeneratedRegex("key|token|nonce|(^|[-_])id$|[a-z]Id$|correlation|trace", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Distinct();
}

/// <summary>Puts the parameters of an operation in order that mean a range.</summary>
internal static class ParameterRanges
{
    public static IReadOnlyList<ParameterText> Order(List<(ApiParameter Parameter, ParameterText Text)> texts, IReadOnlyList<ParameterText> given)
    {
        foreach (var (start, end) in Ranges.Find([.. texts.Select(t => t.Parameter.Name).Distinct(StringComparer.Ordinal)]))
        {
            var (first, last) = (texts.FindIndex(t => t.Parameter.Name == start), texts.FindIndex(t => t.Parameter.Name == end));
            var (low, high) = (texts[first].Text, texts[last].Text);
            if (!Ranges.IsAfter(low.Text, high.Text)) continue;
            var (isFromGiven, isToGiven) = (given.Contains(low), given.Contains(high));
            var ways = (isFromGiven, isToGiven) switch
            {
                (true, true) => [],
                (true, false) => [(low, low)],
                (false, true) => [(high, high)],
                _ => new[] { (high, low), (low, low), (high, high) },
            };
            foreach (var (from, until) in ways)
            {
                var (newStart, newEnd) = (low with { Texts = from.Texts }, high with { Texts = until.Texts });
                if (!new ParameterTexts(0, texts[first].Parameter).Fits(newStart) || !new ParameterTexts(0, texts[last].Parameter).Fits(newEnd)) continue;
                texts[first] = (texts[first].Parameter, newStart);
                texts[last] = (texts[last].Parameter, newEnd);
                break;
            }
        }

        return [.. texts.Select(t => t.Text)];
    }
}
