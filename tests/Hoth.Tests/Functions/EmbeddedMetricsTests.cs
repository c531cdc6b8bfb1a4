using System.Text.Json;
using Hoth.CloudProviders;
using Hoth.Functions.Metrics;
using Hoth.Jobs;
using Hoth.PortContracts;
using Hoth.Telemetry;
using Hoth.Tests.CloudProviders;
using Shouldly;
using Xunit;

namespace Hoth.Tests.Functions;

public sealed class EmbeddedMetricsTests : IDisposable
{
    private readonly HothMetrics _metrics = new();
    private readonly MemoryStream _output = new();
    private readonly EmbeddedMetrics _embedded;

    public EmbeddedMetricsTests() => _embedded = new EmbeddedMetrics(_metrics, _output, new ManualTimeProvider());

    public void Dispose()
    {
        _embedded.Dispose();
        _metrics.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void Counters_are_summed_into_one_line_when_their_tags_are_the_same()
    {
        _metrics.JobAccepted(JobKind.Cost);
        _metrics.JobAccepted(JobKind.Cost);
        _metrics.JobReplayed(JobKind.Cost);

        var line = Flush().ShouldHaveSingleItem();
        line.GetProperty("kind").GetString().ShouldBe("Cost");
        Values(line, MetricNames.Accepted).ShouldBe([2]);
        Values(line, MetricNames.Deduplicated).ShouldBe([1]);
        var directive = line.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        directive.GetProperty("Namespace").GetString().ShouldBe("Hoth");
        directive.GetProperty("Dimensions").GetRawText().ShouldBe("""[["kind"],[]]""");
        directive.GetProperty("Metrics").EnumerateArray().Select(m => m.GetProperty("Name").GetString()).ShouldBe([MetricNames.Accepted, MetricNames.Deduplicated], ignoreOrder: true);
    }

    [Fact]
    public void Latencies_keep_their_values_and_unit_and_stay_within_a_hundred_a_line()
    {
        for (var i = 0; i < 250; i++) _metrics.CspCalled("csp-a", Answered(200), TimeSpan.FromMilliseconds(i));

        var lines = Flush();

        lines.Select(l => Values(l, MetricNames.CspLatency).Length).ShouldBe([100, 100, 50]);
        lines.SelectMany(l => Values(l, MetricNames.CspLatency)).ShouldBe(Enumerable.Range(0, 250).Select(i => (double)i));
        lines[0].GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Metrics")[0].GetProperty("Unit").GetString().ShouldBe("Milliseconds");
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(404, false)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    public void A_call_counts_as_an_error_when_the_csp_is_in_trouble(int status, bool isError)
    {
        _metrics.CspCalled("csp-a", Answered(status), TimeSpan.Zero);

        Flush().ShouldHaveSingleItem().TryGetProperty(MetricNames.CspErrors, out _).ShouldBe(isError);
    }

    [Fact]
    public void Nothing_is_written_twice_or_for_another_host()
    {
        using var other = new HothMetrics();
        other.JobAccepted(JobKind.Cost);
        Flush().ShouldBeEmpty();
        _metrics.JobAccepted(JobKind.Cost);
        Flush().Count.ShouldBe(1);

        Flush().ShouldBeEmpty();
    }

    private static CspOutcome.Answered Answered(int status) => new(new CspAnswer(status, null));

    private static double[] Values(JsonElement line, string metric) => [.. line.GetProperty(metric).EnumerateArray().Select(v => v.GetDouble())];

    private List<JsonElement> Flush()
    {
        _output.SetLength(0);
        _embedded.Flush();
        return [.. System.Text.Encoding.UTF8.GetString(_output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }
}
