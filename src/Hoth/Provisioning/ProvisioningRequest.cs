using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hoth.Jobs;
using Hoth.Json;
using Hoth.Provisioning.Payloads;

namespace Hoth.Provisioning;

/// <summary>A request for one provisioning operation (seed 004; contract, Provisioning request).</summary>
/// <param name="JobId">The client's id, or one made by Hoth.</param>
/// <param name="UserId">Who asked, for SNOW's own use; 1 to 128 printable characters.</param>
/// <param name="PortfolioId">Which portfolio; null for <see cref="OperationType.AddPortfolio"/> only.</param>
/// <param name="OperationName">The operation as the client wrote it.</param>
/// <param name="TargetCspName">Which CSP.</param>
/// <param name="PayloadJson">The checked payload as JSON; null where there is none.</param>
public sealed record ProvisioningRequest(
    string JobId, string UserId, string? PortfolioId, string OperationName, string TargetCspName, string? PayloadJson)
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>What is asked.</summary>
    public OperationType Operation => OperationTypes.Find(OperationName) ?? throw new InvalidOperationException("The operation was checked when the request was read.");

    /// <summary>Reads and checks a body; every violation is added. Null when there was any.</summary>
    /// <param name="body">The body.</param>
    /// <param name="newJobId">Makes the id where the client sends none.</param>
    /// <param name="violations">Where violations go.</param>
    public static ProvisioningRequest? Parse(JsonElement body, Func<string> newJobId, Violations violations)
    {
        var input = new JsonInput(body, "$", violations);
        var jobId = input.OptionalString("jobId", JobIds.IsClientId, JobIds.ClientIdRule);
        var userId = input.RequiredString("userId", JobIds.IsResourceId, JobIds.ResourceIdRule);
        var name = input.RequiredString("operationType", text => OperationTypes.Find(text) is not null, OperationTypes.Rule);
        var csp = input.RequiredString("targetCspName", text => text.Length is >= 1 and <= 64, "must be 1 to 64 characters");
        var operation = name is null ? null : OperationTypes.Find(name);
        var portfolioId = operation == OperationType.AddPortfolio
            ? input.OptionalString("portfolioId", JobIds.IsResourceId, JobIds.ResourceIdRule)
            : input.RequiredString("portfolioId", JobIds.IsResourceId, JobIds.ResourceIdRule);
        if (operation is { } known) ProvisioningPayload.Check(known, input);
        var payload = input.Member("payload", required: false);
        input.RefuseUnknownMembers();
        return violations.Any ? null : new ProvisioningRequest(jobId ?? newJobId(), userId!, portfolioId, name!, csp!, payload?.GetRawText());
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no stored provisioning request.</exception>
    public static ProvisioningRequest FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Parse(document.RootElement, static () => throw new JsonException("The stored request has no id."), new Violations())
            ?? throw new JsonException("The stored provisioning request is not valid.");
    }

    /// <summary>The request as it is echoed, stored and sent back with the result.</summary>
    public string ToJson() => Write(writer =>
    {
        writer.WriteString("jobId", JobId);
        writer.WriteString("userId", UserId);
        if (PortfolioId is not null) writer.WriteString("portfolioId", PortfolioId);
        writer.WriteString("operationType", OperationName);
        writer.WriteString("targetCspName", TargetCspName);
        if (PayloadJson is null) return;
        using var payload = JsonDocument.Parse(PayloadJson);
        writer.WritePropertyName("payload");
        payload.RootElement.WriteTo(writer);
    });

    /// <summary>The payload without the ids that are part of the path: the body for the CSP.</summary>
    public string BodyJson() => Write(writer =>
    {
        using var payload = JsonDocument.Parse(PayloadJson ?? "{}");
        foreach (var member in payload.RootElement.EnumerateObject())
        {
            if (member.Name is not ("taskOrderId" or "environmentId")) member.WriteTo(writer);
        }
    });

    /// <summary>A string member of the payload that was checked to be there.</summary>
    public string PayloadText(string member)
    {
        using var payload = JsonDocument.Parse(PayloadJson ?? "{}");
        return payload.RootElement.GetProperty(member).GetString()!;
    }

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
