using Hoth.Functions.Catalog;
using Hoth.Ports;
using Hoth.Telemetry;

namespace Hoth.Infra.Tests;

[Collection(nameof(Stacks))]
public sealed class MonitoringTests(Stacks stacks)
{
    private static readonly FunctionCatalog Catalog = FunctionCatalog.Create();

    [Fact]
    public void Every_queue_has_an_alarm_for_what_waits_and_one_for_what_was_given_up()
    {
        foreach (var queue in Queues.All)
        {
            AlarmsOn("AWS/SQS", "QueueName", queue.Name).ShouldContain(a => a == "ApproximateAgeOfOldestMessage" || a == "ApproximateNumberOfMessagesVisible", queue.Name);
            AlarmsOn("AWS/SQS", "QueueName", Queues.DeadLetter(queue.Name)).ShouldBe(["ApproximateNumberOfMessagesVisible"], queue.Name);
        }

        AlarmsOn("AWS/SQS", "QueueName", "FailedEvents").ShouldBe(["ApproximateNumberOfMessagesVisible"]);
    }

    [Theory]
    [InlineData(Queues.AsyncProvisioningJobs)]
    [InlineData(Queues.AsyncCostJobs)]
    public void Watched_queue_is_not_judged_by_the_age_of_its_messages(string queue) =>
        AlarmsOn("AWS/SQS", "QueueName", queue).ShouldNotContain("ApproximateAgeOfOldestMessage");

    [Fact]
    public void Every_workflow_has_an_alarm_for_executions_that_did_not_succeed() =>
        stacks.Default.OfType("AWS::StepFunctions::StateMachine").Select(machine => Alarms()
                .Where(a => a.ToJsonString().Contains($"\"{machine.Id}\"", StringComparison.Ordinal)).SelectMany(a => a["Metrics"]!.AsArray())
                .Select(m => m!["MetricStat"]?["Metric"]?["MetricName"]?.GetValue<string>()).OfType<string>())
            .ShouldAllBe(metrics => metrics.SequenceEqual(new[] { "ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted" }));

    [Fact]
    public void Every_function_has_alarms_for_errors_and_throttles_but_authorizers_fail_by_design()
    {
        foreach (var function in Catalog.All)
        {
            AlarmsOn("AWS/Lambda", "FunctionName", function.Name).ShouldBe(function.Shape == HandlerShape.Authorizer ? ["Throttles"] : ["Errors", "Throttles"], function.Name);
        }
    }

    [Theory]
    [InlineData("JobGap", $"{MetricNames.Accepted},{MetricNames.Terminal}")]
    [InlineData("CspErrorRate", $"{MetricNames.CspErrors},{MetricNames.CspLatency}")]
    [InlineData("PollLag", MetricNames.PollLag)]
    [InlineData("Rescues", MetricNames.Rescued)]
    [InlineData("ApiErrors", "5XXError")]
    public void Job_alarms_look_at_their_metrics(string name, string metrics)
    {
        var alarm = Alarms().Single(a => a["AlarmName"]!.GetValue<string>() == $"hoth-{name}");

        var used = alarm["MetricName"] is { } single
            ? [single.GetValue<string>()]
            : alarm["Metrics"]!.AsArray().Select(m => m!["MetricStat"]?["Metric"]?["MetricName"]?.GetValue<string>()).OfType<string>();
        used.ShouldBe(metrics.Split(','), ignoreOrder: true);
    }

    [Fact]
    public void Every_alarm_goes_to_the_one_topic_which_is_encrypted()
    {
        var topic = stacks.Default.OfType("AWS::SNS::Topic").Single();

        topic["KmsMasterKeyId"].ShouldNotBeNull();
        Alarms().Where(a => a["AlarmActions"]!.AsArray().Single()!["Ref"]!.GetValue<string>() != topic.Id).ShouldBeEmpty();
        stacks.Sandbox.OfType("AWS::SNS::Subscription").Single()["Endpoint"]!.GetValue<string>().ShouldBe("somebody@example.com");
    }

    [Fact]
    public void Dashboard_shows_each_flow_from_the_route_that_starts_it_to_the_one_that_drains_it()
    {
        FlowDashboard.Flows(Catalog).Select(flow => string.Join(" → ", flow.Select(column => string.Join(" + ", column)))).ShouldBe(
        [
            "StartCostJob → CostRequestQueue → RequestCosts → CostResponseQueue + AsyncCostJobsQueue → ConsumeCostResults + AsyncCostWatcher",
            "StartProvisioningJobs → provisioning → InvokeCspApi + EnqueueResults → ProvisioningJobsQueue + AsyncProvisioningJobsQueue → ConsumeProvisioningJobs + AsyncProvisionWatcher",
            "StartReportJob → ReportQueue → GenerateReports",
            "StartQaRun → qa-run → PlanQaRun + RunQaOperation + EvaluateQaRun",
        ]);
        var dashboard = stacks.Default.OfType("AWS::CloudWatch::Dashboard").Single();
        foreach (var title in FlowDashboard.Flows(Catalog).SelectMany(flow => flow).Select(column => string.Join(", ", column))) stacks.Default.Resolve(dashboard["DashboardBody"]).ShouldContain($"\"title\":\"{title}\"");
    }

    private IEnumerable<System.Text.Json.Nodes.JsonObject> Alarms() => stacks.Default.OfType("AWS::CloudWatch::Alarm").Select(a => a.Json["Properties"]!.AsObject());

    private IEnumerable<string> AlarmsOn(string space, string dimension, string name) => Alarms()
        .Where(a => a["Namespace"]?.GetValue<string>() == space)
        .Where(a => a["Dimensions"]!.AsArray().Any(d => d!["Name"]!.GetValue<string>() == dimension && NameOf(d["Value"]!) == $"hoth-{name}"))
        .Select(a => a["MetricName"]!.GetValue<string>());

    private string NameOf(System.Text.Json.Nodes.JsonNode value)
    {
        var id = (value["Ref"] ?? value["Fn::GetAtt"]![0])!.GetValue<string>();
        return (stacks.Default[id]["QueueName"] ?? stacks.Default[id]["FunctionName"])!.GetValue<string>();
    }
}
