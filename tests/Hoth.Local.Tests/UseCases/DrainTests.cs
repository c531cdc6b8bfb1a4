using System.Text.Json;
using Hoth.Jobs;
using Hoth.Local.Operations;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.UseCases;

public sealed class DrainTests : IAsyncLifetime
{
    private readonly Rig _rig = new();

    public Task InitializeAsync() => _rig.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        _rig.Dispose();
    }

    [Fact]
    public async Task A_drain_returns_at_most_ten_results_as_a_bare_array()
    {
        for (var i = 0; i < 12; i++) await _rig.PostAsync($"r{i}");
        while (await _rig.WorkAsync() > 0) { }

        var first = await _rig.DrainAsync();
        var second = await _rig.DrainAsync();

        first.Count.ShouldBe(10);
        first.Concat(second).Select(r => r.GetProperty("jobId").GetString()).ShouldBe(Enumerable.Range(0, 12).Select(i => $"r{i}"), ignoreOrder: true);
    }

    [Fact]
    public async Task A_poison_result_goes_to_the_dead_letter_queue_and_hides_no_neighbour()
    {
        await _rig.Queue.SendAsync(Queues.CostResponses, new OutgoingMessage("[1]"), CancellationToken.None);
        await _rig.Queue.SendAsync(Queues.CostResponses, new OutgoingMessage("""{"jobId":"ghost","outcome":"SUCCEEDED","content":{}}"""), CancellationToken.None);
        await _rig.FinishedAsync("r1");

        (await _rig.DrainAllAsync()).ShouldHaveSingleItem().GetProperty("jobId").GetString().ShouldBe("r1");
        (await _rig.Queue.ReceiveAsync(Queues.DeadLetter(Queues.CostResponses), 10, TimeSpan.Zero, TimeSpan.Zero, CancellationToken.None)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_empty_answer_means_an_empty_queue_although_poison_filled_a_whole_batch(bool lease)
    {
        await _rig.PostAsync("r1");
        var group = (await _rig.Jobs.FindAsync("r1", CancellationToken.None))!.GroupId;
        for (var i = 0; i < 10; i++) await _rig.Queue.SendAsync(Queues.CostResponses, new OutgoingMessage("no json", group), CancellationToken.None);
        await _rig.WorkAsync();

        var answer = await _rig.HttpAsync("ConsumeCostResults", headers: lease ? new() { ["Prefer"] = "lease=60" } : null);

        Rig.Items(answer).ShouldHaveSingleItem().GetProperty("jobId").GetString().ShouldBe("r1");
    }

    [Theory]
    [InlineData("garbage", 400)]
    [InlineData("12:00", 400)]
    [InlineData("1/2/2024", 400)]
    [InlineData("2024-01", 400)]
    [InlineData("2024-01-31T12:00:00", 400)]
    [InlineData("2024-01-31T12:00:00Z", 200)]
    [InlineData("2024-01-31T12:00:00.5Z", 200)]
    [InlineData("2024-01-31T12:00:00+02:00", 200)]
    [InlineData("2024-01-31T12:00:00.1234567+00:00", 200)]
    public async Task An_instant_is_taken_in_the_form_of_rfc_3339_only(string since, int status) =>
        (await _rig.HttpAsync("ConsumeCostResults", query: new() { ["redeliverSince"] = since })).StatusCode.ShouldBe(status);

    [Fact]
    public async Task A_result_that_nobody_drained_for_ten_days_is_enqueued_afresh_and_delivered_once()
    {
        await _rig.FinishedAsync("r1");
        _rig.Clock.Advance(TimeSpan.FromDays(10));

        (await _rig.SweepAsync()).ResultsRefreshed.ShouldBe(1);
        (await _rig.DrainAllAsync()).ShouldHaveSingleItem();

        _rig.Clock.Advance(TimeSpan.FromDays(20));
        (await _rig.SweepAsync()).ResultsRefreshed.ShouldBe(0);
        (await _rig.DrainAllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_result_that_is_refreshed_is_no_rescue_but_one_that_never_reached_its_queue_is()
    {
        const string Rescues = """hoth_jobs_rescued_total{kind="Cost"}""";
        using var metrics = new PrometheusMetrics(_rig.Ports.Metrics);
        await _rig.FinishedAsync("r1");
        _rig.Clock.Advance(TimeSpan.FromDays(10));

        await _rig.SweepAsync();
        metrics.Show().ShouldNotContain(Rescues);

        _rig.Faults.ArmAt(FaultPoint.ResultRecorded);
        await _rig.FinishedAsync("r2");
        (await _rig.SweepAsync(afterRestart: true)).ResultsEnqueued.ShouldBe(1);
        metrics.Show().ShouldContain($"{Rescues} 1\n");
    }

    [Fact]
    public async Task Results_beyond_five_megabytes_wait_for_the_next_drain()
    {
        var body = $$"""{"text":"{{new string('x', 1024 * 1024)}}"}""";
        for (var i = 0; i < 7; i++)
        {
            await _rig.PostAsync($"r{i}");
            await _rig.EndAsync($"r{i}", body);
        }

        var first = await _rig.HttpAsync("ConsumeCostResults");
        System.Text.Encoding.UTF8.GetByteCount(first.Body).ShouldBeLessThanOrEqualTo(5 * 1024 * 1024);
        var ids = Rig.Items(first).Concat(await _rig.DrainAllAsync()).Select(r => r.GetProperty("jobId").GetString());

        ids.ShouldBe(Enumerable.Range(0, 7).Select(i => $"r{i}"), ignoreOrder: true);
    }

    [Fact]
    public async Task A_single_result_over_the_cap_comes_with_a_url_instead_of_its_content()
    {
        await _rig.PostAsync("r1");
        await _rig.EndAsync("r1", $$"""{"text":"{{new string('x', 6 * 1024 * 1024)}}"}""");

        var item = (await _rig.DrainAsync()).ShouldHaveSingleItem();

        item.GetProperty("content").ValueKind.ShouldBe(JsonValueKind.Null);
        item.GetProperty("resultUrl").GetString().ShouldStartWith("http");
        item.TryGetProperty("artifactKey", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_delivered_since_an_instant_is_given_again_page_by_page()
    {
        var since = _rig.Clock.GetUtcNow();
        for (var i = 0; i < 13; i++) await _rig.PostAsync($"r{i:00}");
        while (await _rig.WorkAsync() > 0) { }
        await _rig.DrainAllAsync();

        var first = await _rig.HttpAsync("ConsumeCostResults", query: new() { ["redeliverSince"] = since.ToString("O") });
        var next = first.Headers["Link"].Split('<', '>')[1];
        var query = new Uri(next).Query[1..].Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
        var second = await _rig.HttpAsync("ConsumeCostResults", query: query);

        second.Headers.ShouldNotContainKey("Link");
        Rig.Items(first).Concat(Rig.Items(second)).Select(r => r.GetProperty("jobId").GetString())
            .ShouldBe(Enumerable.Range(0, 13).Select(i => $"r{i:00}"), ignoreOrder: true);
        Rig.Items(await _rig.HttpAsync("ConsumeCostResults", query: new() { ["redeliverSince"] = since.AddHours(1).ToString("O") })).ShouldBeEmpty();
    }
}
