namespace Hoth.MockCsp.Costs;

/// <summary>Costs of some months, in USD with two decimals; the total is their sum.</summary>
internal sealed record CostData(string Total, IReadOnlyList<MonthlyCost> Results);

internal sealed record MonthlyCost(string Month, string Value);

/// <summary>Actual and, for cloud CLINs only, forecast costs.</summary>
internal sealed record CostsByKind(CostData Actual, CostData? Forecast);

internal sealed record PortfolioCosts(IReadOnlyList<TaskOrderCosts> TaskOrders);

internal sealed record TaskOrderCosts(string TaskOrderId, string TaskOrderNumber, IReadOnlyList<ClinCosts> Clins);

internal sealed record ClinCosts(string ClinNumber, CostData Actual, CostData? Forecast);
