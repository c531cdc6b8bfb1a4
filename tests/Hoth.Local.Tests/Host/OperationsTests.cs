using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hoth.Local.Operations;
using Hoth.Ports;
using Hoth.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Hoth.Local.Tests.Host;

public sealed partial class OperationsTests
{
    [Fact]
    public async Task Metrics_count_what_was_accepted_finished_and_drained()
    {
        await using var host = await TestHost.StartAsync();
        await host.PostAsync("/cost-jobs", TestHost.CostRequest("m1"));
        await host.PostAsync("/cost-jobs", TestHost.CostRequest("m1"));
        await host.DrainAsync(1);

        using var answer = await host.GetAsync("/metrics");
        var text = await answer.Content.ReadAsStringAsync();

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var lines = text.Split('\n');
        lines.ShouldContain("# TYPE hoth_jobs_accepted_total counter");
        lines.ShouldContain("""hoth_jobs_accepted_total{kind="Cost"} 1""");
        lines.ShouldContain("""hoth_jobs_deduplicated_total{kind="Cost"} 1""");
        lines.ShouldContain("""hoth_jobs_terminal_total{kind="Cost",outcome="SUCCEEDED"} 1""");
        lines.ShouldContain("""hoth_results_drained_total{kind="Cost"} 1""");
        lines.ShouldContain("""hoth_csp_latency_milliseconds_bucket{csp="csp-a",le="+Inf"} 1""");
        lines.ShouldContain("# TYPE hoth_watch_lag_seconds histogram");
        lines.Where(l => l.Length > 0 && l[0] != '#').ShouldAllBe(l => Sample().IsMatch(l));
    }

    [Fact]
    public async Task Health_is_ok_while_every_worker_works()
    {
        await using var host = await TestHost.StartAsync();

        using var answer = await host.GetAsync("/health");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var health = await answer.Content.ReadFromJsonAsync<JsonElement>();
        health.GetProperty("status").GetString().ShouldBe("ok");
        health.GetProperty("problems").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Health_fails_and_says_why_when_the_storage_does_not_answer_or_a_worker_has_stopped()
    {
        using var metrics = new HothMetrics();
        using var shown = new PrometheusMetrics(metrics);
        var operations = new OperationsEndpoints(shown, _ => throw new PortUnavailableException("storage", new IOException()), () => ["RequestCosts"]);
        var http = new DefaultHttpContext { Request = { Method = "GET", Path = "/health" }, Response = { Body = new MemoryStream() } };

        (await operations.TryAnswerAsync(http)).ShouldBeTrue();

        http.Response.StatusCode.ShouldBe(503);
        Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray())
            .ShouldBe("""{"status":"failing","problems":["the worker RequestCosts has stopped","the storage does not answer"]}""");
    }

    /// <summary>A line of Prometheus' text format: name, labels, value.</summary>
    [GeneratedRegex("""^[a-z_]+(\{([a-z]+="[^"\\]*",?)+\})? [0-9.E+-]+$""")]
    private static partial Regex Sample();
}
