using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Hoth.Functions.Logging;
using Hoth.MockCsp.Behaviours;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.UseCases;

/// <summary>What an operator finds when they look for a job by its id.</summary>
public sealed class JobTraceTests : IAsyncLifetime
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private readonly MemoryStream _log = new();
    private readonly SingleProviderLoggerFactory _loggers;
    private readonly ProvisioningRig _rig = new();

    public JobTraceTests()
    {
        _loggers = new SingleProviderLoggerFactory(new JsonLoggerProvider(_log, _rig.Base.Clock, LogLevel.Information));
        _rig.Base.Loggers = _loggers;
    }

    public Task InitializeAsync() => _rig.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        _loggers.Dispose();
    }

    [Fact]
    public async Task A_cost_job_can_be_followed_from_post_to_drain_by_its_id_alone()
    {
        await _rig.Base.PostAsync("j1");
        await _rig.Base.PostAsync("j2");
        await _rig.Base.WorkAsync();
        await _rig.Base.HttpAsync("ConsumeCostResults");

        var lines = LinesOf("j1");

        lines.Select(l => l.GetProperty("event").GetString()).ShouldBe(["JobAccepted", "JobStarted", "CspAnswered", "JobFinished", "ResultDelivered"]);
        lines.Select(l => Data(l, "traceId")).Distinct().ShouldHaveSingleItem().ShouldNotBeNull().Length.ShouldBe(32);
        lines.Select(l => Data(l, "portfolio")).Distinct().ShouldBe([JobStep.HashOf("p1")]);
        Data(lines[2], "operation").ShouldBe("getCostsByPortfolio");
        Data(lines[2], "attempt").ShouldBe("1");
        Data(lines[0], "traceId").ShouldNotBe(Data(LinesOf("j2")[0], "traceId"));
    }

    [Fact]
    public async Task A_provisioning_job_can_be_followed_through_its_polls_by_its_id_alone()
    {
        _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = 1 } });
        await _rig.AddEnvironmentAsync("j1");
        await _rig.ExecuteAsync("j1");
        await _rig.WatchForAsync(TimeSpan.FromMinutes(1));
        await _rig.DrainAsync();

        var lines = LinesOf("j1");

        lines.Select(l => l.GetProperty("event").GetString())
            .ShouldBe(["JobAccepted", "JobStarted", "CspAnswered", "CspAnswered", "JobPolled", "CspAnswered", "CspAnswered", "JobFinished", "ResultDelivered"]);
        lines.Select(l => Data(l, "traceId")).Distinct().Count().ShouldBe(1);
        Data(lines[2], "operation").ShouldBe("ADD_ENVIRONMENT");
    }

    [Fact]
    public async Task Spans_of_a_job_belong_to_the_trace_that_the_client_sent()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == JobStep.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                // Other tests of this process have spans, too.
                if (span.TraceId.ToHexString() != TraceId) return;
                lock (spans) spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await _rig.Base.HttpAsync(
            "StartCostJob",
            $$"""{"requestId":"j1","portfolioId":"p1","targetCspName":"{{Rig.Csp}}","startDate":"2024-01","endDate":"2024-02"}""",
            headers: new() { ["traceparent"] = $"00-{TraceId}-b7ad6b7169203331-01" });
        await _rig.Base.WorkAsync();
        await _rig.Base.HttpAsync("ConsumeCostResults");

        spans.Select(s => s.OperationName).ShouldBe(["AcceptJob", "RequestCosts", "DrainResults"]);
        spans.ShouldAllBe(s => (string?)s.GetTagItem("hoth.job.id") == "j1");
    }

    private List<JsonElement> LinesOf(string jobId) =>
        [.. Encoding.UTF8.GetString(_log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)
            .Where(l => l.TryGetProperty("data", out var data) && data.TryGetProperty("jobId", out var id) && id.GetString() == jobId)];

    private static string? Data(JsonElement line, string name) => line.GetProperty("data").TryGetProperty(name, out var value) ? value.ToString() : null;
}
