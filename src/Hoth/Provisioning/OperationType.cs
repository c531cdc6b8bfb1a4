namespace Hoth.Provisioning;

/// <summary>What a provisioning request asks of a CSP (contract, Provisioning request). Each is one call of the CSP's API.</summary>
public enum OperationType
{
    /// <summary>POST /portfolios.</summary>
    AddPortfolio,

    /// <summary>GET /portfolios/{portfolioId}.</summary>
    GetPortfolio,

    /// <summary>POST /portfolios/{portfolioId}/task-orders.</summary>
    AddTaskOrder,

    /// <summary>PUT /portfolios/{portfolioId}/task-orders/{taskOrderId}.</summary>
    UpdateTaskOrder,

    /// <summary>POST /portfolios/{portfolioId}/environments; may take hours.</summary>
    AddEnvironment,

    /// <summary>GET /portfolios/{portfolioId}/environments/{environmentId}.</summary>
    GetEnvironment,

    /// <summary>PATCH /portfolios/{portfolioId}/environments/{environmentId}: seed 004's AddOperators, an extension of the CSP API.</summary>
    AddOperators,
}

/// <summary>The wire names of <see cref="OperationType"/>.</summary>
internal static class OperationTypes
{
    private static readonly Dictionary<string, OperationType> ByName = new(StringComparer.Ordinal)
    {
        ["ADD_PORTFOLIO"] = OperationType.AddPortfolio,
        ["GET_PORTFOLIO"] = OperationType.GetPortfolio,
        ["ADD_TASK_ORDER"] = OperationType.AddTaskOrder,
        ["UPDATE_TASK_ORDER"] = OperationType.UpdateTaskOrder,
        ["ADD_ENVIRONMENT"] = OperationType.AddEnvironment,
        ["GET_ENVIRONMENT"] = OperationType.GetEnvironment,
        ["ADD_OPERATORS"] = OperationType.AddOperators,
        ["ADD_ADMINISTRATOR"] = OperationType.AddOperators,
    };

    /// <summary>The rule for the member, for violations.</summary>
    public static string Rule { get; } = $"must be one of {string.Join(", ", ByName.Keys)}";

    /// <summary>The operation of that name, or null.</summary>
    public static OperationType? Find(string name) => ByName.TryGetValue(name, out var type) ? type : null;
}
