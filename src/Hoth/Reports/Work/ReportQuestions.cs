using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;

namespace Hoth.Reports.Work;

/// <summary>What a report asks, by number: each of its portfolios at each of its CSPs, the CSPs of one portfolio side by side; or one HTTP job.</summary>
internal sealed class ReportQuestions
{
    private readonly Func<string, HttpJobDefinition?> _definitions;
    private readonly ReportSource _source;
    private readonly (string Name, CspSettings? Settings)[] _csps = [];
    private readonly IReadOnlyList<string> _portfolios = [];

    public ReportQuestions(ReportSource source, CspDirectory directory, Func<string, HttpJobDefinition?> definitions)
    {
        _source = source;
        _definitions = definitions;
        if (source is not CostReportSource costs) return;
        _csps = [.. costs.TargetCspNames.Select(name => (name, directory.Find(name)))];
        _portfolios = costs.PortfolioIds ?? [];
    }

    /// <summary>How many there are.</summary>
    public int Count => _source is CostReportSource ? _csps.Length * _portfolios.Count : 1;

    /// <summary>True for those that an HTTP job answers, false for those that a CSP is asked.</summary>
    public bool IsHttpJob(int question) => _source is HttpJobReportSource || _csps[question % _csps.Length].Settings?.Costs.Mode == CspCostMode.Async;

    /// <summary>A question.</summary>
    public ReportQuestion this[int question] => _source switch
    {
        CostReportSource costs => OfCosts(costs, question),
        HttpJobReportSource { Job: var name, Inputs: var inputs } => OfHttpJob($"The HTTP job {name}", name, inputs, null),
        _ => throw new ArgumentOutOfRangeException(nameof(question)),
    };

    private ReportQuestion OfCosts(CostReportSource costs, int question)
    {
        var (cspName, csp) = _csps[question % _csps.Length];
        var portfolio = _portfolios[question / _csps.Length];
        var name = $"{cspName}, portfolio {portfolio}";
        var dates = (Start: costs.StartDate!, End: costs.EndDate!);
        if (csp is null) return Nobody(name, "The CSP was taken out of the directory after the request was accepted.");
        var rows = new CostRows(cspName, portfolio);
        return csp.Costs.Mode == CspCostMode.Sync
            ? new ReportQuestion.ToCsp(name, csp, portfolio, new CspMonths(dates.Start[..7], dates.End[..7]), rows)
            : OfHttpJob(name, csp.Costs.Job!, CostInputs.Of(portfolio, dates.Start, dates.End), rows with { IsDocument = csp.Costs.Response == CspCostResponse.Document });
    }

    private ReportQuestion OfHttpJob(string name, string job, IReadOnlyDictionary<string, string> inputs, CostRows? rows)
    {
        if (_definitions(job) is not { } definition) return Nobody(name, $"The definition {job} of HTTP jobs was taken away after the request was accepted.");

        // Costs offer more than a definition takes; a report's own inputs are exactly those.
        var given = rows is null ? inputs : inputs.Where(i => definition.Inputs.Contains(i.Key)).ToDictionary(StringComparer.Ordinal);
        return given.Count == definition.Inputs.Distinct(StringComparer.Ordinal).Count() && definition.Inputs.All(given.ContainsKey)
            ? new ReportQuestion.ToHttpJob(name, definition, given, rows)
            : Nobody(name, $"The definition {job} of HTTP jobs takes other inputs than when the request was accepted.");
    }

    private static ReportQuestion.ToNobody Nobody(string name, string detail) => new(name, detail);
}

/// <summary>One thing that a report asks.</summary>
/// <param name="Name">For warnings.</param>
internal abstract record ReportQuestion(string Name)
{
    /// <summary>A CSP answers at once.</summary>
    public sealed record ToCsp(string Name, CspSettings Csp, string PortfolioId, CspMonths Months, CostRows Rows) : ReportQuestion(Name);

    /// <summary>An asynchronous HTTP job answers.</summary>
    /// <param name="Name"></param>
    /// <param name="Definition">Which.</param>
    /// <param name="Inputs">Exactly what it takes.</param>
    /// <param name="Rows">Makes rows of costs of its records; null: they are the rows.</param>
    public sealed record ToHttpJob(string Name, HttpJobDefinition Definition, IReadOnlyDictionary<string, string> Inputs, CostRows? Rows) : ReportQuestion(Name);

    /// <summary>Nobody can be asked.</summary>
    /// <param name="Name"></param>
    /// <param name="Detail">Why: one sentence for a person.</param>
    public sealed record ToNobody(string Name, string Detail) : ReportQuestion(Name);
}
