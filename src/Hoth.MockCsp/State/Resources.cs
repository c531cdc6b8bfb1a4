using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Hoth.MockCsp.State;

/// <summary>A contract line item. <c>ClassificationLevel</c> is null exactly where <c>Type</c> is NON_CLOUD.</summary>
internal sealed record Clin(string ClinNumber, string Type, string? ClassificationLevel, DateOnly PopStartDate, DateOnly PopEndDate)
{
    [JsonIgnore]
    public bool IsCloud => Type == "CLOUD";
}

internal sealed record TaskOrder(string Id, string TaskOrderNumber, IReadOnlyList<Clin> Clins, DateOnly PopStartDate, DateOnly PopEndDate);

internal sealed record Operator(string Email, string DodId, bool NeedsReset);

internal sealed record CloudDistinguisher(string Name, string DisplayName, string Description);

/// <summary>An environment as it is answered; its administrators are kept but never shown, as the specification asks.</summary>
internal sealed record CspEnvironment(
    string Id,
    string Name,
    string? AccountName,
    string? EmailDistributionList,
    string DashboardLink,
    string ClassificationLevel,
    CloudDistinguisher? CloudDistinguisher,
    bool IsMigration)
{
    [JsonIgnore]
    public ImmutableList<Operator> Administrators { get; init; } = [];
}

internal sealed record Portfolio(string Id, string Name, ImmutableList<TaskOrder> TaskOrders, ImmutableList<CspEnvironment> Environments)
{
    [JsonIgnore]
    public PortfolioSummary Summary => new(Id, Name, TaskOrders);

    public TaskOrder? TaskOrder(string id) => TaskOrders.Find(order => order.Id == id);

    public CspEnvironment? Environment(string id) => Environments.Find(environment => environment.Id == id);
}

/// <summary>What the creation of a portfolio answers: no environments yet.</summary>
internal sealed record PortfolioSummary(string Id, string Name, IReadOnlyList<TaskOrder> TaskOrders);

/// <summary>Names the wire knows.</summary>
internal static class ClassificationLevels
{
    public static IReadOnlyList<string> All { get; } = ["UNCLASSIFIED", "SECRET", "TOP_SECRET"];
}
