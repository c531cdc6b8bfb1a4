using System.Globalization;

namespace Hoth.CloudProviders;

/// <summary>The dates that clients ask for costs by: a month or a day (contract, Cost request). CSPs are asked for whole months.</summary>
public static class CostDates
{
    /// <summary>The rule of <see cref="IsDate"/> in words.</summary>
    public const string Rule = "must be a real date, YYYY-MM or YYYY-MM-DD";

    /// <summary>Whether the text is such a date.</summary>
    public static bool IsDate(string text) => text.Length switch
    {
        7 => TryParse(text + "-01", out _),
        10 => TryParse(text, out _),
        _ => false,
    };

    /// <summary>The day, or the first one of the month.</summary>
    /// <exception cref="FormatException">It is no date.</exception>
    public static DateOnly FirstDay(string date) => Parse(date.Length == 7 ? date + "-01" : date);

    /// <summary>The day, or the last one of the month.</summary>
    /// <exception cref="FormatException">It is no date.</exception>
    public static DateOnly LastDay(string date) => date.Length == 7 ? Parse(date + "-01").AddMonths(1).AddDays(-1) : Parse(date);

    private static DateOnly Parse(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool TryParse(string day, out DateOnly date) =>
        // Year 9999 has no following month to compute a last day from.
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date) && date.Year < 9999;
}
