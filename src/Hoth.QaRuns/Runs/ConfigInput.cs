using System.Collections.Immutable;
using System.Text.Json;
using Hoth.Json;

namespace Hoth.QaRuns.Runs;

/// <summary>Reads members of packages that need more than a range or a rule of their text.</summary>
internal static class ConfigInput
{
    private const int MostTexts = 100;
    private const int LongestText = 500;

    public static Uri? Url(JsonInput input, string member, bool required, Func<Uri, bool> isValid, string rule)
    {
        bool Check(string text) => TargetUrls.TryRead(text) is { } url && isValid(url);
        return (required ? input.RequiredString(member, Check, rule) : input.OptionalString(member, Check, rule)) is { } text ? TargetUrls.TryRead(text) : null;
    }

    public static double? OptionalSeconds(JsonInput input, string member, double min, double max)
    {
        if (input.Member(member, required: false) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds >= min && seconds <= max) return seconds;
        input.Violations.Add(input.PathOf(member), $"must be a number from {min} to {max}");
        return null;
    }

    public static ImmutableSortedDictionary<string, string> Texts(JsonInput input, string member)
    {
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (input.Member(member, required: false) is not { } value) return texts.ToImmutable();
        var isValid = value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() <= MostTexts;
        foreach (var one in isValid ? value.EnumerateObject().ToArray() : [])
        {
            if (one.Value.ValueKind == JsonValueKind.String && JsonInput.TextOf(one.Value) is { Length: <= LongestText } text) texts[one.Name] = text;
            else isValid = false;
        }

        if (!isValid) input.Violations.Add(input.PathOf(member), $"must be an object of at most {MostTexts} strings, each of at most {LongestText} characters");
        return texts.ToImmutable();
    }
}
