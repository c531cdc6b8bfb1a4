using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;
using Hoth.Functions.Catalog;
using Hoth.Infra.Configuration;
using Hoth.Ports;

namespace Hoth.Infra;

/// <summary>One row for each flow, left to right as its jobs go: from the route that starts it, through queues, functions and state machines, to the route that drains it.</summary>
internal sealed class FlowDashboard : Construct
{
    private static readonly Duration Period = Duration.Minutes(5);

    private readonly FunctionCatalog _catalog;
    private readonly HothQueues _queues;
    private readonly HothFunctions _functions;
    private readonly HothWorkflows _workflows;

    public FlowDashboard(
        Construct scope, DeploymentOptions options, FunctionCatalog catalog, HothQueues queues, HothFunctions functions, HothWorkflows workflows)
        : base(scope, "Flows")
    {
        (_catalog, _queues, _functions, _workflows) = (catalog, queues, functions, workflows);
        var dashboard = new Dashboard(this, "Dashboard", new DashboardProps { DashboardName = $"{options.StackName}-flows", DefaultInterval = Duration.Hours(6) });
        foreach (var flow in Flows(catalog))
        {
            dashboard.AddWidgets(new TextWidget(new TextWidgetProps { Markdown = $"## {flow[0][0]} → {string.Join(", ", flow[^1])}", Width = 24, Height = 1 }));
            dashboard.AddWidgets([.. flow.Select(column => Widget(column, 24 / flow.Count))]);
        }

        dashboard.AddWidgets(
            Graph("Jobs accepted, ended, drained", 6, JobMetrics.Accepted(Period), JobMetrics.Ended(Period), JobMetrics.Drained(Period)),
            Graph("Calls of CSPs, failed calls", 6, JobMetrics.Calls(Period), JobMetrics.FailedCalls(Period)),
            Graph("Seconds by which polls are late", 6, JobMetrics.PollLag(Period)),
            Graph("Rescued by the sweeper", 6, JobMetrics.Rescued(Period)));
    }

    /// <summary>The flows of a catalog: columns of names, each reached from the one to its left.</summary>
    public static IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> Flows(FunctionCatalog catalog) =>
        [.. catalog.All.Where(f => f.Route is not null && Feeds(f).Any()).Select(start => Columns(start.Name, catalog))];

    private static List<IReadOnlyList<string>> Columns(string start, FunctionCatalog catalog)
    {
        var columns = new List<IReadOnlyList<string>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (IReadOnlyList<string> column = [start]; column.Count > 0; column = [.. column.SelectMany(name => After(name, catalog)).Distinct(StringComparer.Ordinal).Where(name => !seen.Contains(name))])
        {
            seen.UnionWith(column);
            columns.Add(column);
        }

        return columns;
    }

    private static IEnumerable<string> After(string name, FunctionCatalog catalog) =>
        Workflows.All.Contains(name) ? HothWorkflows.TasksOf(name, catalog).Select(f => f.Name)
        : Queues.All.Any(q => q.Name == name) ? catalog.All.Where(f => f.Queue?.Name == name || (f.Route?.Method == "GET" && f.Uses.Any(u => u.Resource == name && u.Access.HasFlag(Access.Receive)))).Select(f => f.Name)
        : Feeds(catalog[name]);

    private static IEnumerable<string> Feeds(FunctionDefinition function) => function.Uses.Where(u => (u.Access & (Access.Send | Access.Start)) != 0).Select(u => u.Resource);

    private GraphWidget Widget(IReadOnlyList<string> names, double width) => Graph(string.Join(", ", names), width, [.. names.SelectMany(MetricsOf)]);

    private IEnumerable<IMetric> MetricsOf(string name) =>
        _workflows.All.TryGetValue(name, out var machine)
            ? [machine.MetricStarted(Labelled($"{name} started")), machine.MetricSucceeded(Labelled($"{name} succeeded")), machine.MetricFailed(Labelled($"{name} failed"))]
        : _queues.All.TryGetValue(name, out var queue)
            ? [queue.MetricApproximateNumberOfMessagesVisible(Labelled($"{name} waiting", "Maximum")), queue.MetricApproximateNumberOfMessagesNotVisible(Labelled($"{name} in work", "Maximum"))]
        : [_functions[name].MetricInvocations(Labelled($"{name} invoked")), _functions[name].MetricErrors(Labelled($"{name} failed"))];

    private static MetricOptions Labelled(string label, string statistic = "Sum") => new() { Label = label, Statistic = statistic, Period = Period };

    private static GraphWidget Graph(string title, double width, params IMetric[] metrics) => new(new GraphWidgetProps { Title = title, Width = width, Height = 6, Left = metrics });
}
