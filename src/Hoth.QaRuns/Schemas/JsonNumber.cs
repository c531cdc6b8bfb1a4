using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hoth.QaRuns.Schemas;

/// <summary>JSON numbers by their exact value: 28 digits as decimals, beyond that the nearest double.</summary>
internal static class JsonNumber
{
    /// <summary>Whether it has no fraction.</summary>
    public static bool IsInteger(JsonElement number) =>
        number.TryGetDecimal(out var exact) && exact != 0 ? exact == decimal.Truncate(exact) : double.IsInteger(number.GetDouble());

    /// <summary>Less than 0, 0, or more, as the first is less than, equal to, or more than the second.</summary>
    public static int Compare(JsonElement a, JsonElement b) =>
        a.TryGetDecimal(out var x) && b.TryGetDecimal(out var y) ? x.CompareTo(y) : a.GetDouble().CompareTo(b.GetDouble());

    /// <summary>Whether it is a whole multiple.</summary>
    public static bool IsMultiple(JsonElement number, JsonElement step) =>
        number.TryGetDecimal(out var x) && step.TryGetDecimal(out var y) && y != 0
            ? x % y == 0
            : step.GetDouble() is var divisor && divisor != 0 && double.IsInteger(number.GetDouble() / divisor);

    /// <summary>Whether it is within a format of numbers.</summary>
    public static bool FitsIn(JsonElement number, string format)
    {
        if (!number.TryGetDecimal(out var exact)) return false;
        return format == "int32" ? exact is >= int.MinValue and <= int.MaxValue : exact is >= long.MinValue and <= long.MaxValue;
    }

    /// <summary>Whether two values of any type are equal: numbers by their value, objects whatever the order of their members.</summary>
    public static bool AreEqual(JsonElement a, JsonElement b)
    {
        try
        {
            return JsonElement.DeepEquals(a, b);
        }
        catch (ArgumentOutOfRangeException)
        {
            // It throws for exponents of more than 32 bits. No server means such a number, but one may send it.
            return a.GetRawText() == b.GetRawText();
        }
    }

    /// <summary>Whether a list has two equal items.</summary>
    public static bool HasEqualItems(JsonElement list)
    {
        // Only what could be equal is compared: lists of answers may be long.
        foreach (var alike in list.EnumerateArray().GroupBy(Key, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
        {
            var items = alike.ToList();
            for (var i = 0; i < items.Count; i++)
            {
                for (var j = i + 1; j < items.Count; j++)
                {
                    if (AreEqual(items[i], items[j])) return true;
                }
            }
        }

        return false;
    }

    private static string Key(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "s" + value.GetString(),
        JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.Array => $"a{value.GetArrayLength()}",
        JsonValueKind.Object => "o" + string.Join(',', value.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal)),
        var kind => kind.ToString(),
    };
}

/// <summary>Writes texts as JSON.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class JsonTexts : JsonSerializerContext;
