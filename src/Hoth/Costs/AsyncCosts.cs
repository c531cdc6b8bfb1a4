using System.Globalization;
using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;

namespace Hoth.Costs;

/// <summary>What costs give to an asynchronous HTTP job, and what they need of its definition (docs/http-jobs.md, For costs).</summary>
public static class AsyncCosts
{
    private const string PortfolioId = "portfolioId";

    /// <summary>A job has at least so long after one try's polling for everything else.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(15);

    /// <summary>What a definition may take; it must take portfolioId.</summary>
    public static IReadOnlyCollection<string> InputNames => CostInputs.Names;

    /// <summary>The inputs of one job: those that its definition takes.</summary>
    internal static Dictionary<string, string> InputsOf(CostRequest request, HttpJobDefinition definition) =>
        CostInputs.Of(request.PortfolioId, request.StartDate, request.EndDate).Where(i => definition.Inputs.Contains(i.Key)).ToDictionary(StringComparer.Ordinal);

    /// <summary>True when costs can give the definition what it takes.</summary>
    internal static bool CanUse(HttpJobDefinition definition) => definition.Inputs.Contains(PortfolioId) && definition.Inputs.All(CostInputs.Names.Contains);

    /// <summary>Checks that every CSP whose costs are asynchronous names a definition that costs can use.</summary>
    /// <exception cref="CspDirectoryException">Some do not; all of them are named at once.</exception>
    public static void Check(CspDirectory directory, HttpJobDefinitions definitions)
    {
        var violations = directory.Names.Select(name => directory.Find(name)!).Where(csp => csp.Costs.Mode == CspCostMode.Async).SelectMany(csp => Violations(csp, definitions)).ToList();
        if (violations.Count > 0) throw new CspDirectoryException(violations);
    }

    private static IEnumerable<string> Violations(CspSettings csp, HttpJobDefinitions definitions)
    {
        var (path, name) = ($"$.{csp.Name}.costs", csp.Costs.Job!);
        if (definitions.Find(name) is not { } definition)
        {
            yield return $"{path}.job names {name}, and there is no {name}.json among the definitions of HTTP jobs";
            yield break;
        }

        foreach (var input in definition.Inputs.Where(i => !CostInputs.Names.Contains(i)))
        {
            yield return $"{path}.job names {name}, and the inputs of {name}.json must be of {string.Join(", ", InputNames)}: {input} is not";
        }

        if (!definition.Inputs.Contains(PortfolioId)) yield return $"{path}.job names {name}, and the inputs of {name}.json must have {PortfolioId}, or every portfolio would get the same costs";
        if (csp.Costs.Deadline < definition.PollingTimeout + Margin)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{path}.deadlineMinutes must be at least {(definition.PollingTimeout + Margin).TotalMinutes:0}: {Margin.TotalMinutes:0} more than the polling_job_timeout of {name}.json");
        }
    }
}
