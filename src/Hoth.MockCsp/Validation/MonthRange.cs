using System.Globalization;
using Hoth.MockCsp.Hosting;

namespace Hoth.MockCsp.Validation;

/// <summary>A calendar month; <paramref name="Index"/> counts from January of the year 0.</summary>
internal readonly record struct Month(int Index)
{
    public static Month Of(DateOnly date) => new((date.Year * 12) + date.Month - 1);

    public static Month Of(DateTimeOffset instant) => Of(DateOnly.FromDateTime(instant.UtcDateTime));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index / 12:D4}-{(Index % 12) + 1:D2}");
}

/// <summary>Months from <paramref name="Start"/> to <paramref name="End"/>, both included; empty where the end precedes the start.</summary>
internal readonly record struct MonthRange(Month Start, Month End)
{
    public static Month EarliestCost { get; } = new(2000 * 12);

    /// <summary>FAR Part 51 authorizations are not asked for before 2023.</summary>
    public static Month EarliestFar51 { get; } = new(2023 * 12);

    private static Month Latest { get; } = new((2099 * 12) + 11);

    /// <summary>Reads start_date and end_date of the query, both required and YYYY-MM.</summary>
    public static MonthRange Read(CspRequest request, Month earliest)
    {
        var (start, end) = (ReadMonth(request, "start_date", earliest), ReadMonth(request, "end_date", earliest));
        if (start is { } from && end is { } to && to.Index < from.Index)
        {
            request.Violations.Add("query.end_date", "must not precede start_date");
        }

        return new(start ?? default, end ?? default);
    }

    /// <summary>Reads start_month and end_month of a body, both required and YYYY-MM.</summary>
    public static MonthRange Read(JsonInput input)
    {
        var (start, end) = (ReadMonth(input, "start_month"), ReadMonth(input, "end_month"));
        if (start is { } from && end is { } to && to.Index < from.Index)
        {
            input.Refuse("end_month", "must not precede start_month");
        }

        return new(start ?? default, end ?? default);
    }

    public MonthRange Within(Month first, Month last) => new(new(Math.Max(Start.Index, first.Index)), new(Math.Min(End.Index, last.Index)));

    public bool Contains(Month month) => month.Index >= Start.Index && month.Index <= End.Index;

    private static Month? ReadMonth(CspRequest request, string name, Month earliest)
    {
        var values = request.Http.Request.Query[name];
        if (values.Count != 1)
        {
            request.Violations.Add($"query.{name}", values.Count == 0 ? "is required" : "must be given once");
            return null;
        }

        if (TryParse(values[0], earliest) is { } month)
        {
            return month;
        }

        request.Violations.Add($"query.{name}", $"must be a month in YYYY-MM format, {earliest} to {Latest}");
        return null;
    }

    private static Month? ReadMonth(JsonInput input, string member)
    {
        var text = input.Text(member);
        if (TryParse(text, EarliestCost) is { } month)
        {
            return month;
        }

        input.Refuse(member, $"must be a month in YYYY-MM format, {EarliestCost} to {Latest}");
        return null;
    }

    private static Month? TryParse(string? text, Month earliest) =>
        DateOnly.TryParseExact(text, "yyyy-MM", out var date) && Month.Of(date) is var month && month.Index >= earliest.Index && month.Index <= Latest.Index ? month : null;
}
