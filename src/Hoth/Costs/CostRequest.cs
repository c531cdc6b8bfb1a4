using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hoth.Jobs;
using Hoth.Json;

namespace Hoth.Costs;

/// <summary>A request for the costs of a portfolio (seed 004; contract, Cost request).</summary>
/// <param name="RequestId">The client's id.</param>
/// <param name="PortfolioId">Whose costs.</param>
/// <param name="TargetCspName">Which CSP is asked.</param>
/// <param name="StartDate">YYYY-MM or YYYY-MM-DD.</param>
/// <param name="EndDate">YYYY-MM or YYYY-MM-DD, not before the start.</param>
public sealed record CostRequest(string RequestId, string PortfolioId, string TargetCspName, string StartDate, string EndDate)
{
    private const string DateRule = "must be a real date, YYYY-MM or YYYY-MM-DD";

    /// <summary>The first month to ask the CSP for, YYYY-MM.</summary>
    public string StartMonth => StartDate[..7];

    /// <summary>The last month to ask the CSP for, YYYY-MM.</summary>
    public string EndMonth => EndDate[..7];

    /// <summary>The first day that is asked for: of the month, where the client named a month.</summary>
    public DateOnly FirstDay => FirstDayOf(StartDate);

    /// <summary>The last day that is asked for: of the month, where the client named a month.</summary>
    public DateOnly LastDay => LastDayOf(EndDate);

    /// <summary>Reads and checks a body; every violation is added. Null when there was any.</summary>
    public static CostRequest? Parse(JsonElement body, Violations violations)
    {
        var input = new JsonInput(body, "$", violations);
        var requestId = input.RequiredString("requestId", JobIds.IsClientId, JobIds.ClientIdRule);
        var portfolioId = input.RequiredString("portfolioId", JobIds.IsResourceId, JobIds.ResourceIdRule);
        var csp = input.RequiredString("targetCspName", name => name.Length is >= 1 and <= 64, "must be 1 to 64 characters");
        var start = input.RequiredString("startDate", IsDate, DateRule);
        var end = input.RequiredString("endDate", IsDate, DateRule);
        input.RefuseUnknownMembers();
        if (start is not null && end is not null && FirstDayOf(start) > LastDayOf(end)) violations.Add("$.endDate", "must not be before startDate");
        return violations.Any ? null : new CostRequest(requestId!, portfolioId!, csp!, start!, end!);
    }

    /// <summary>The request as it is echoed, stored and sent back with the result.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("requestId", RequestId);
            writer.WriteString("portfolioId", PortfolioId);
            writer.WriteString("targetCspName", TargetCspName);
            writer.WriteString("startDate", StartDate);
            writer.WriteString("endDate", EndDate);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no stored cost request.</exception>
    public static CostRequest FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Parse(document.RootElement, new Violations()) ?? throw new JsonException("The stored cost request is not valid.");
    }

    private static bool IsDate(string text) => text.Length switch
    {
        7 => TryParse(text + "-01", out _),
        10 => TryParse(text, out _),
        _ => false,
    };

    private static DateOnly FirstDayOf(string date) => Parse(date.Length == 7 ? date + "-01" : date);

    private static DateOnly LastDayOf(string date) => date.Length == 7 ? Parse(date + "-01").AddMonths(1).AddDays(-1) : Parse(date);

    private static DateOnly Parse(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool TryParse(string day, out DateOnly date) =>
        // Year 9999 has no following month to compute a last day from.
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date) && date.Year < 9999;
}
