using System.Globalization;

namespace Hoth.CloudProviders;

/// <summary>What an asynchronous HTTP job about costs may take as its inputs (docs/http-jobs.md, For costs).</summary>
internal static class CostInputs
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["portfolioId", "startMonth", "endMonth", "startDate", "endDate"];

    /// <summary>All of them for one question.</summary>
    /// <param name="portfolioId">Whose costs.</param>
    /// <param name="start">YYYY-MM or YYYY-MM-DD.</param>
    /// <param name="end">The same.</param>
    public static IReadOnlyDictionary<string, string> Of(string portfolioId, string start, string end) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["portfolioId"] = portfolioId,
        ["startMonth"] = start[..7],
        ["endMonth"] = end[..7],
        ["startDate"] = Day(CostDates.FirstDay(start)),
        ["endDate"] = Day(CostDates.LastDay(end)),
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
