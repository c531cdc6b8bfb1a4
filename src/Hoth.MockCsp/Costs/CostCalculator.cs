using System.Globalization;
using Hoth.MockCsp.State;
using Hoth.MockCsp.Validation;

namespace Hoth.MockCsp.Costs;

/// <summary>
/// Costs that are the same whenever and wherever they are asked for: each month's value is a hash of what it belongs to.
/// Months up to the current one have actuals, the current one and later ones a forecast.
/// </summary>
internal static class CostCalculator
{
    public static CostsByKind Of(string taskOrderId, Clin clin, MonthRange asked, Month now)
    {
        var range = asked.Within(Month.Of(clin.PopStartDate), Month.Of(clin.PopEndDate));
        var seed = Hash(clin.ClinNumber, Hash(taskOrderId, 0));
        var forecast = clin.IsCloud ? Sum(range.Within(now, range.End), Hash("forecast", seed)) : null;
        return new(Sum(range.Within(range.Start, now), seed), forecast);
    }

    /// <summary>Actual costs of whatever has an id: FAR Part 51 authorizations have no forecast.</summary>
    public static CostData Actual(string id, MonthRange range) => Sum(range, Hash(id, 0));

    private static CostData Sum(MonthRange range, ulong seed)
    {
        var total = 0m;
        List<MonthlyCost> months = new(Math.Max(0, range.End.Index - range.Start.Index + 1));
        for (var index = range.Start.Index; index <= range.End.Index; index++)
        {
            var value = Cents(seed, index) / 100m;
            total += value;
            months.Add(new(new Month(index).ToString(), Dollars(value)));
        }

        return new(Dollars(total), months);
    }

    // The finalizer of SplitMix64 (public domain): neighbouring months differ in every digit. Below 50,000 USD.
    private static long Cents(ulong seed, int month)
    {
        var z = seed + ((ulong)month * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (long)((z ^ (z >> 31)) % 5_000_000);
    }

    private static string Dollars(decimal value) => value.ToString("F2", CultureInfo.InvariantCulture);

    // FNV-1a over UTF-16 code units.
    private static ulong Hash(string text, ulong seed)
    {
        var hash = 14695981039346656037 ^ seed;
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * 1099511628211;
        }

        return hash;
    }
}
