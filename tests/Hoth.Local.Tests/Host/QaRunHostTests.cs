using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.Host;

/// <summary>QA runs of a mock CSP on a whole host, over HTTP with real tokens.</summary>
public sealed class QaRunHostTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        var token = QaRunClient.TokenOf(_host.Host);
        _host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("csp-a")]
    [InlineData("csp-async")]
    public async Task Readers_with_any_limit_see_the_run_of_a_correct_CSP_from_REQUESTED_to_COMPLETE(string csp)
    {
        var client = new QaRunClient(_host.Http, _host.Host.Mock!.AddressOf(csp));
        await client.PutAsync(csp, allowWrites: false);
        var planId = await client.StartAsync(csp);

        var seen = await Task.WhenAll(new[] { 1, 7, 500 }.Select(limit => client.FollowAsync(planId, limit)));

        QaRunClient.CheckFeed(seen);
        seen[0].Count(e => e.Type == "SCENARIO_CREATED").ShouldBeGreaterThan(20);
        var report = JsonDocument.Parse(await _host.Http.GetStringAsync(new Uri($"/results/{planId}", UriKind.Relative))).RootElement;
        report.GetProperty("findings").GetArrayLength().ShouldBe(0, report.GetProperty("findings").ToString());
        report.GetProperty("verdict").GetString().ShouldBe("PASS_WITH_WARNINGS", "what writes was left out");
    }

    [Fact]
    public async Task Cancelled_run_ends_with_CANCELLED_and_COMPLETE_for_every_reader()
    {
        var client = new QaRunClient(_host.Http, _host.Host.Mock!.AddressOf("csp-slow"));
        await client.PutAsync("slow", allowWrites: true);
        var planId = await client.StartAsync("slow");
        var readers = new[] { 1, 7, 500 }.Select(limit => client.FollowAsync(planId, limit)).ToList();
        await client.UntilAsync(planId, "SCENARIO_CREATED");

        (await _host.Http.PostAsync(new Uri($"/api/v1/jobs/{planId}/cancel", UriKind.Relative), null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var seen = await Task.WhenAll(readers);
        QaRunClient.CheckFeed(seen);
        seen[0].TakeLast(2).Select(e => e.Type).ShouldBe(["CANCELLED", "COMPLETE"]);
    }

    [Fact]
    public async Task Run_whose_specification_is_not_there_ends_with_FAILED_and_COMPLETE()
    {
        var client = new QaRunClient(_host.Http, _host.Host.Mock!.AddressOf("csp-a"));
        await client.PutAsync("nothing", allowWrites: false, spec: "/no-such-file.yaml");
        var planId = await client.StartAsync("nothing");

        var seen = await Task.WhenAll(new[] { 1, 7, 500 }.Select(limit => client.FollowAsync(planId, limit)));

        seen.ShouldAllBe(events => events.Select(e => e.Type).SequenceEqual(new[] { "REQUESTED", "SPEC_FETCH_FAILED", "FAILED", "COMPLETE" }));
    }
}
