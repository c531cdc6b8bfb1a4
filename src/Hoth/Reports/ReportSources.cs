using System.Text.Json;
using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;
using Hoth.Jobs;
using Hoth.Json;

namespace Hoth.Reports;

/// <summary>Reads sources, and completes those of a configuration by a request's parameters.</summary>
internal static class ReportSources
{
    private const int MaxCsps = 20;
    private const int MaxPortfolios = 500;
    private const int LongestInput = 2048;

    private const string PortfolioIds = "portfolioIds";
    private const string TargetCspNames = "targetCspNames";
    private const string StartDate = "startDate";
    private const string EndDate = "endDate";
    private const string Inputs = "inputs";
    private const string Open = "is required: the report leaves it to each request";

    /// <summary>The source of a configuration; null when something is wrong with it.</summary>
    public static ReportSource? Parse(JsonInput source, ReportRules rules)
    {
        var kind = source.RequiredString("kind", k => k is "costs" or "httpJob", "must be costs or httpJob");
        return kind switch
        {
            "costs" => ParseCosts(source, rules.Csps),
            "httpJob" => ParseHttpJob(source, rules.HttpJobs.Value),
            _ => null,
        };
    }

    /// <summary>The source with nothing left open; null when something is wrong with the parameters.</summary>
    /// <param name="source">As configured. Its CSPs, and its portfolios where it names some, are all that a request may choose from.</param>
    /// <param name="parameters">The request's; null when it has none.</param>
    /// <param name="rules">What may be named.</param>
    /// <param name="violations">Where violations go.</param>
    public static ReportSource? Complete(ReportSource source, JsonInput? parameters, ReportRules rules, Violations violations) => source switch
    {
        CostReportSource costs => CompleteCosts(costs, parameters, violations),
        HttpJobReportSource job => CompleteHttpJob(job, parameters, rules.HttpJobs.Value.Find(job.Job), violations),
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    private static CostReportSource ParseCosts(JsonInput source, CspDirectory csps)
    {
        var names = Texts(source, TargetCspNames, MaxCsps, name => csps.Find(name) is not null, "must name a CSP of the directory", required: true);
        var portfolios = Texts(source, PortfolioIds, MaxPortfolios, JobIds.IsResourceId, JobIds.ResourceIdRule);
        var start = source.OptionalString(StartDate, CostDates.IsDate, CostDates.Rule);
        var end = source.OptionalString(EndDate, CostDates.IsDate, CostDates.Rule);
        source.RefuseUnknownMembers();
        CheckOrder(start, end, source.PathOf(EndDate), source.Violations);
        return new CostReportSource(names ?? [], portfolios, start, end);
    }

    private static CostReportSource? CompleteCosts(CostReportSource costs, JsonInput? parameters, Violations violations)
    {
        const string Own = "must be one of the report's own";
        var names = parameters is null ? null : Texts(parameters, TargetCspNames, MaxCsps, costs.TargetCspNames.Contains, Own);
        var portfolios = parameters is null ? null
            : costs.PortfolioIds is { } own ? Texts(parameters, PortfolioIds, MaxPortfolios, own.Contains, Own)
            : Texts(parameters, PortfolioIds, MaxPortfolios, JobIds.IsResourceId, JobIds.ResourceIdRule);
        var complete = new CostReportSource(
            names ?? costs.TargetCspNames,
            portfolios ?? costs.PortfolioIds,
            parameters?.OptionalString(StartDate, CostDates.IsDate, CostDates.Rule) ?? costs.StartDate,
            parameters?.OptionalString(EndDate, CostDates.IsDate, CostDates.Rule) ?? costs.EndDate);
        parameters?.RefuseUnknownMembers();
        RequireUnlessGiven(PortfolioIds, complete.PortfolioIds, parameters, violations);
        RequireUnlessGiven(StartDate, complete.StartDate, parameters, violations);
        RequireUnlessGiven(EndDate, complete.EndDate, parameters, violations);
        CheckOrder(complete.StartDate, complete.EndDate, PathOf(EndDate), violations);
        return violations.Any ? null : complete;
    }

    private static HttpJobReportSource ParseHttpJob(JsonInput source, HttpJobDefinitions definitions)
    {
        var name = source.RequiredString("job", n => definitions.Find(n) is not null, "must name a definition of HTTP jobs");
        var inputs = ReadInputs(source, name is null ? null : definitions.Find(name));
        source.RefuseUnknownMembers();
        return new HttpJobReportSource(name ?? "", inputs);
    }

    private static HttpJobReportSource? CompleteHttpJob(HttpJobReportSource job, JsonInput? parameters, HttpJobDefinition? definition, Violations violations)
    {
        var inputs = new Dictionary<string, string>(job.Inputs, StringComparer.Ordinal);
        if (parameters is not null)
        {
            foreach (var (name, value) in ReadInputs(parameters, definition)) inputs[name] = value;
            parameters.RefuseUnknownMembers();
        }

        // A definition that was taken away since is the worker's to report: the request is not wrong.
        foreach (var name in definition?.Inputs.Where(n => !inputs.ContainsKey(n)).Distinct(StringComparer.Ordinal) ?? []) violations.Add($"{PathOf(Inputs)}.{name}", Open);
        return violations.Any ? null : job with { Inputs = inputs };
    }

    private static Dictionary<string, string> ReadInputs(JsonInput from, HttpJobDefinition? definition)
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        if (from.Object(Inputs, required: false) is not { } input) return inputs;
        foreach (var name in definition?.Inputs.Distinct(StringComparer.Ordinal) ?? [])
        {
            if (input.OptionalString(name, v => v.Length <= LongestInput, $"must have at most {LongestInput} characters") is { } value) inputs[name] = value;
        }

        // Without a definition nothing is known to be unknown, and its absence is a violation already.
        if (definition is not null) input.RefuseUnknownMembers();
        return inputs;
    }

    /// <summary>An array of 1 to <paramref name="most"/> different strings; null when it is absent or wrong, which is a violation for each wrong item.</summary>
    private static List<string>? Texts(JsonInput from, string member, int most, Func<string, bool> isValid, string rule, bool required = false)
    {
        if (from.Member(member, required) is not { } array) return null;
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() is var count && (count < 1 || count > most))
        {
            from.Violations.Add(from.PathOf(member), $"must be an array of 1 to {most} strings");
            return null;
        }

        var texts = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, item) in array.EnumerateArray().Index())
        {
            var path = $"{from.PathOf(member)}[{index}]";
            if (item.ValueKind != JsonValueKind.String || JsonInput.TextOf(item) is not { } text) from.Violations.Add(path, "must be a string");
            else if (!isValid(text)) from.Violations.Add(path, rule);
            else if (!seen.Add(text)) from.Violations.Add(path, "must not be there twice");
            else texts.Add(text);
        }

        return texts.Count == array.GetArrayLength() ? texts : null;
    }

    private static void RequireUnlessGiven(string member, object? value, JsonInput? parameters, Violations violations)
    {
        // One that was given and is wrong is a violation already.
        if (value is null && parameters?.Member(member, required: false) is null) violations.Add(PathOf(member), Open);
    }

    private static void CheckOrder(string? start, string? end, string path, Violations violations)
    {
        if (start is not null && end is not null && CostDates.FirstDay(start) > CostDates.LastDay(end)) violations.Add(path, "must not be before startDate");
    }

    private static string PathOf(string parameter) => $"$.parameters.{parameter}";
}
