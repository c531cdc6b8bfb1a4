namespace Hoth.MockCsp;

/// <summary>The portfolio that every CSP starts with: one task order with a CLIN per classification level, one environment.</summary>
public static class DemoPortfolio
{
    public const string Id = "demo-portfolio";
    public const string TaskOrderId = "demo-task-order";
    public const string EnvironmentId = "demo-environment";

    /// <summary>The job that made the environment.</summary>
    public const string ProvisioningJobId = "demo-provisioning-job";

    internal static State.Portfolio Create(string csp)
    {
        var (start, end) = (new DateOnly(2023, 1, 1), new DateOnly(2035, 12, 31));
        List<State.Clin> clins = [.. State.ClassificationLevels.All.Select((level, i) => new State.Clin($"{i + 1:D4}", "CLOUD", level, start, end))];
        clins.Add(new("0004", "NON_CLOUD", null, start, end));
        return new(
            Id,
            "Demo portfolio",
            [new(TaskOrderId, "DEMO0001", clins, start, end)],
            [new(EnvironmentId, "Demo environment", "demoenvironment", null, Dashboard(csp, Id, EnvironmentId), "UNCLASSIFIED", null, false)]);
    }

    internal static string Dashboard(string csp, string portfolioId, string environmentId) =>
        $"https://dashboard.{csp}.example/portfolios/{portfolioId}/environments/{environmentId}";
}
