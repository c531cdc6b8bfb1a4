using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hoth.CloudProviders;
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
    /// <summary>The first month to ask the CSP for, YYYY-MM.</summary>
    public string StartMonth => StartDate[..7];

    /// <summary>The last month to ask the CSP for, YYYY-MM.</summary>
    public string EndMonth => EndDate[..7];

    /// <summary>Reads and checks a body; every violation is added. Null when there was any.</summary>
    public static CostRequest? Parse(JsonElement body, Violations violations)
    {
        var input = new JsonInput(body, "$", violations);
        var requestId = input.RequiredString("requestId", JobIds.IsClientId, JobIds.ClientIdRule);
        var portfolioId = input.RequiredString("portfolioId", JobIds.IsResourceId, JobIds.ResourceIdRule);
        var csp = input.RequiredString("targetCspName", name => name.Length is >= 1 and <= 64, "must be 1 to 64 characters");
        var start = input.RequiredString("startDate", CostDates.IsDate, CostDates.Rule);
        var end = input.RequiredString("endDate", CostDates.IsDate, CostDates.Rule);
        input.RefuseUnknownMembers();
        if (start is not null && end is not null && CostDates.FirstDay(start) > CostDates.LastDay(end)) violations.Add("$.endDate", "must not be before startDate");
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
}
