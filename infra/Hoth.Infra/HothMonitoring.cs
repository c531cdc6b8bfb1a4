using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Constructs;
using Hoth.Functions.Catalog;
using Hoth.Infra.Configuration;
using Hoth.Ports;

namespace Hoth.Infra;

/// <summary>Alarms, each with what to do about it in its description, and the dashboard.</summary>
internal sealed class HothMonitoring : Construct
{
    private static readonly Duration FiveMinutes = Duration.Minutes(5);
    private static readonly Duration Hour = Duration.Hours(1);

    private readonly DeploymentOptions _options;
    private readonly SnsAction _notify;

    public HothMonitoring(
        Construct scope, DeploymentOptions options, FunctionCatalog catalog, HothStorage storage, HothQueues queues, HothFunctions functions, HothWorkflows workflows, HothApi api)
        : base(scope, "Monitoring")
    {
        _options = options;
        _notify = new SnsAction(CreateTopic(storage));

        foreach (var queue in Queues.All) WatchQueue(queue, queues);
        Alarm("FailedEvents", "An event or a schedule could not be delivered, or its function failed.", Visible(queues.FailedEvents), 0);
        foreach (var function in catalog.All) WatchFunction(function, functions[function.Name]);
        foreach (var (name, machine) in workflows.All)
        {
            Alarm($"{name}-NotSucceeded", "Executions failed, timed out or were aborted. Their jobs have a FAILED result all the same; the log of the execution says why.", Sum(
                machine.MetricFailed(Every(FiveMinutes)), machine.MetricTimedOut(Every(FiveMinutes)), machine.MetricAborted(Every(FiveMinutes))), 0);
        }

        Alarm("ApiErrors", "API Gateway or a function behind it answered 5xx.", api.RestApi.MetricServerError(Every(FiveMinutes)), 0);
        WatchJobs();
        _ = new FlowDashboard(this, options, catalog, queues, functions, workflows);
    }

    private Topic CreateTopic(HothStorage storage)
    {
        var topic = new Topic(this, "Alarms", new TopicProps { DisplayName = $"Alarms of {_options.StackName}", MasterKey = storage.Key, EnforceSSL = true });
        if (_options.AlarmEmail is { } address) topic.AddSubscription(new EmailSubscription(address));
        _ = new CfnOutput(this, "AlarmTopic", new CfnOutputProps { Value = topic.TopicArn, Description = "Gets every alarm" });
        return topic;
    }

    private void WatchQueue(QueueDefinition definition, HothQueues queues)
    {
        var (queue, source) = (definition.Name, queues[definition.Name]);
        switch (definition.Use)
        {
            case QueueUse.Requests:
                Alarm($"{queue}-Age", "The oldest job has waited for 5 minutes: its worker does not keep up, or fails.", Age(source), TimeSpan.FromMinutes(5).TotalSeconds);
                break;
            case QueueUse.Watches:
                // Those that are visible are due and not polled.
                Alarm($"{queue}-Due", "Polls are due and wait: the watcher does not keep up, or fails.", Visible(source, "Minimum"), 100, periods: 3);
                break;
            case QueueUse.Results:
                Alarm($"{queue}-Age", "The oldest result has waited for a day: the client does not drain.", Age(source), TimeSpan.FromDays(1).TotalSeconds);
                break;
            default:
                throw new InvalidOperationException($"{queue} has no use.");
        }

        Alarm($"{Queues.DeadLetter(queue)}-Any", "A message was given up. Look at it, repair, redrive.", Visible(queues[Queues.DeadLetter(queue)]), 0);
    }

    private void WatchFunction(FunctionDefinition definition, Amazon.CDK.AWS.Lambda.Function function)
    {
        // An authorizer refuses by failing: strangers would set the alarm off. Its real failures are 5xx of the API.
        if (definition.Shape != HandlerShape.Authorizer)
        {
            Alarm($"{definition.Name}-Errors", "The function failed or timed out; its log says why.", function.MetricErrors(Every(FiveMinutes)), 0);
        }

        Alarm($"{definition.Name}-Throttles", "The account's concurrency is used up.", function.MetricThrottles(Every(FiveMinutes)), 0);
    }

    private void WatchJobs()
    {
        Alarm("JobGap", "For 3 hours in a row 100 more jobs were accepted than ended.", Math(
            "accepted - ended", Hour, ("accepted", JobMetrics.Accepted(Hour)), ("ended", JobMetrics.Ended(Hour))), 100, periods: 3);
        Alarm("CspErrorRate", "More than a quarter of the calls of CSPs fail (10 and more in 5 minutes).", Math(
            "IF(failed >= 10, 100 * failed / calls, 0)", FiveMinutes, ("failed", JobMetrics.FailedCalls(FiveMinutes)), ("calls", JobMetrics.Calls(FiveMinutes))), 25, periods: 2);
        Alarm("PollLag", "Jobs are polled 5 minutes and more after their time.", JobMetrics.PollLag(FiveMinutes), TimeSpan.FromMinutes(5).TotalSeconds, periods: 2);
        Alarm("Rescues", "The sweeper did what a function had left undone. Nothing is lost; find out why.", JobMetrics.Rescued(FiveMinutes), 0);
    }

    private void Alarm(string name, string description, IMetric metric, double threshold, double periods = 1)
    {
        var alarm = new Alarm(this, name, new AlarmProps
        {
            AlarmName = $"{_options.StackName}-{name}",
            AlarmDescription = $"{description} docs/runbook.md",
            Metric = metric,
            Threshold = threshold,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_THRESHOLD,
            EvaluationPeriods = periods,
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });
        alarm.AddAlarmAction(_notify);
        alarm.AddOkAction(_notify);
    }

    private static Metric Age(Amazon.CDK.AWS.SQS.Queue queue) => queue.MetricApproximateAgeOfOldestMessage(Every(FiveMinutes, "Maximum"));

    private static Metric Visible(Amazon.CDK.AWS.SQS.Queue queue, string statistic = "Maximum") => queue.MetricApproximateNumberOfMessagesVisible(Every(FiveMinutes, statistic));

    private static MetricOptions Every(Duration period, string statistic = "Sum") => new() { Period = period, Statistic = statistic };

    private static MathExpression Sum(params Metric[] metrics) =>
        Math(string.Join(" + ", metrics.Select((_, i) => $"m{i}")), FiveMinutes, [.. metrics.Select((metric, i) => ($"m{i}", metric))]);

    private static MathExpression Math(string expression, Duration period, params (string Name, Metric Metric)[] metrics) => new(new MathExpressionProps
    {
        Expression = expression,
        Period = period,
        UsingMetrics = metrics.ToDictionary(m => m.Name, m => (IMetric)m.Metric),
    });
}
