using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Hoth.Telemetry;

namespace Hoth.Infra;

/// <summary>What the functions measure themselves (docs/adr/0010-telemetry.md), without dimensions: over all kinds of job and all CSPs.</summary>
internal static class JobMetrics
{
    public static Metric Accepted(Duration period) => Of(MetricNames.Accepted, "Sum", period);

    public static Metric Ended(Duration period) => Of(MetricNames.Terminal, "Sum", period);

    /// <summary>Calls of CSPs: each has a latency.</summary>
    public static Metric Calls(Duration period) => Of(MetricNames.CspLatency, "SampleCount", period);

    public static Metric FailedCalls(Duration period) => Of(MetricNames.CspErrors, "Sum", period);

    /// <summary>Seconds by which the latest poll was late.</summary>
    public static Metric PollLag(Duration period) => Of(MetricNames.PollLag, "Maximum", period);

    public static Metric Rescued(Duration period) => Of(MetricNames.Rescued, "Sum", period);

    public static Metric Drained(Duration period) => Of(MetricNames.Drained, "Sum", period);

    private static Metric Of(string name, string statistic, Duration period) => new(new MetricProps { Namespace = MetricNames.Meter, MetricName = name, Statistic = statistic, Period = period });
}
