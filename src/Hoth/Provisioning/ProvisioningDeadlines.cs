using System.Text.Json;

namespace Hoth.Provisioning;

/// <summary>How long a provisioning job may take (ATAT CSP API 1.3.2, operation addEnvironment).</summary>
internal static class ProvisioningDeadlines
{
    /// <summary>Where neither the CSP API nor the request says otherwise.</summary>
    public static TimeSpan Default { get; } = TimeSpan.FromHours(24);

    private static readonly TimeSpan Unclassified = TimeSpan.FromHours(2);
    private static readonly TimeSpan Classified = TimeSpan.FromHours(72);

    /// <summary>From acceptance to the deadline: for a new environment 2 h (UNCLASSIFIED) or 72 h (SECRET, TOP_SECRET), for a migration and all else the default.</summary>
    public static TimeSpan Of(ProvisioningRequest request)
    {
        if (request.Operation != OperationType.AddEnvironment || IsMigration(request)) return Default;
        return request.PayloadText("classificationLevel") == "UNCLASSIFIED" ? Unclassified : Classified;
    }

    /// <summary>True for a new environment that takes over existing resources.</summary>
    public static bool IsMigration(ProvisioningRequest request)
    {
        if (request.PayloadJson is null) return false;
        using var payload = JsonDocument.Parse(request.PayloadJson);
        return payload.RootElement.TryGetProperty("isMigration", out var migration) && migration.ValueKind == JsonValueKind.True;
    }
}
