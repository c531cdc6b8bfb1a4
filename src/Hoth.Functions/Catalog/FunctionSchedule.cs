using System.Globalization;
using Amazon.Lambda.Annotations.Schedule;

namespace Hoth.Functions.Catalog;

/// <summary>The clock that invokes a function.</summary>
/// <param name="Expression">As EventBridge writes it: <c>rate(5 minutes)</c>. Hosts without EventBridge know rates only, so cron expressions are refused.</param>
/// <param name="Period">The same as a time span.</param>
public sealed record FunctionSchedule(string Expression, TimeSpan Period)
{
    internal static FunctionSchedule? From(ScheduleEventAttribute? declared, ICollection<string> mistakes)
    {
        if (declared is null) return null;
        if (declared.Input is not null || !declared.Enabled) mistakes.Add("it sets Input or Enabled, which not every host can do");
        if (TryParseRate(declared.Schedule) is { } period) return new FunctionSchedule(declared.Schedule, period);
        mistakes.Add($"its schedule '{declared.Schedule}' is not rate(N minutes|hours|days)");
        return null;
    }

    private static TimeSpan? TryParseRate(string expression)
    {
        const string Prefix = "rate(";
        if (!expression.StartsWith(Prefix, StringComparison.Ordinal) || !expression.EndsWith(')')) return null;
        var parts = expression[Prefix.Length..^1].Split(' ');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1) return null;
        return parts[1] switch
        {
            "minute" or "minutes" => TimeSpan.FromMinutes(count),
            "hour" or "hours" => TimeSpan.FromHours(count),
            "day" or "days" => TimeSpan.FromDays(count),
            _ => null,
        };
    }
}
