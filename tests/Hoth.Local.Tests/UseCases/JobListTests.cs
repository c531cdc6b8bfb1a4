using System.Globalization;
using Amazon.Lambda.APIGatewayEvents;
using Hoth.Callers;
using Hoth.Jobs;
using Hoth.PortContracts;
using Shouldly;
using Xunit;
using static Hoth.Local.Tests.UseCases.ReportClient;

namespace Hoth.Local.Tests.UseCases;

public sealed class JobListTests : IAsyncLifetime, IDisposable
{
    private readonly Rig _rig = new();
    private readonly ReportClient _reports;

    public JobListTests() => _reports = new ReportClient(_rig);

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task List_has_the_callers_jobs_as_they_are_newest_first()
    {
        await _rig.PostAsync("snow");
        var first = await _reports.AcceptedAsync();
        await _reports.AgainAsync(Bob);
        _rig.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await _reports.AgainAsync();
        await _reports.SucceedAsync(second, "x");

        var list = await _reports.ListAsync();

        list.StatusCode.ShouldBe(200);
        Ids(list).ShouldBe([second, first]);
        TokenOf(list).ShouldBeNull();
        Body(list).GetProperty("items")[0].GetRawText().ShouldBe((await _reports.JobAsync(second)).Body);
    }

    [Fact]
    public async Task Pages_have_every_job_once_whatever_is_created_meanwhile()
    {
        var ids = new List<string> { await _reports.AcceptedAsync() };
        for (var i = 1; i < 130; i++)
        {
            if (i % 3 == 0) _rig.Clock.Advance(TimeSpan.FromTicks(1));
            ids.Add(await _reports.AgainAsync());
        }

        var pages = new List<List<string>>();
        string? token = null;
        do
        {
            var page = await (token is null ? _reports.ListAsync() : _reports.ListAsync(null, ("pageToken", token)));
            pages.Add(Ids(page));
            token = TokenOf(page);
            _rig.Clock.Advance(TimeSpan.FromTicks(1));
            await _reports.AgainAsync();
        }
        while (token is not null);

        pages.Select(page => page.Count).ShouldBe([50, 50, 30]);
        pages.SelectMany(page => page).ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task Filters_take_what_fits_also_from_behind_many_that_do_not()
    {
        var failed = await _reports.AcceptedAsync();
        await _rig.EndAsync(failed, new JobEnding(JobStatus.Failed, 500, null, new JobError(JobErrorCodes.Internal, "x")));
        _rig.Clock.Advance(TimeSpan.FromHours(1));
        var between = _rig.Clock.GetUtcNow();
        for (var i = 0; i < 60; i++)
        {
            _rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await _reports.AgainAsync();
        }

        Ids(await _reports.ListAsync(null, ("status", "Failed"))).ShouldBe([failed]);
        Ids(await _reports.ListAsync(null, ("kind", "qa"))).ShouldBeEmpty();
        Ids(await _reports.ListAsync(null, ("kind", "report"), ("status", "Failed"), ("createdAfter", between.ToString("O", CultureInfo.InvariantCulture)))).ShouldBeEmpty();
        Ids(await _reports.ListAsync(null, ("createdAfter", between.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)))).Count.ShouldBe(50);
    }

    [Fact]
    public async Task Answer_does_not_wait_for_a_filter_that_finds_nothing_in_many_jobs()
    {
        await _reports.AcceptedAsync();
        for (var i = 0; i < 260; i++) await _reports.AgainAsync();

        var list = await _reports.ListAsync(null, ("status", "Cancelled"));

        Ids(list).ShouldBeEmpty();
        var rest = await _reports.ListAsync(null, ("status", "Cancelled"), ("pageToken", TokenOf(list).ShouldNotBeNull()));
        (Ids(rest).Count, TokenOf(rest)).ShouldBe((0, null));
    }

    [Fact]
    public async Task Expired_jobs_are_in_no_list()
    {
        await _reports.AcceptedAsync();
        _rig.Clock.Advance(TimeSpan.FromDays(30));
        Ids(await _reports.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Jobs_of_others_need_the_scope()
    {
        var id = await _reports.AcceptedAsync();

        Ids(await _reports.ListAsync(CallerOf("auditor", Scopes.ReadAllJobs), ("owner", "alice"))).ShouldBe([id]);
        Ids(await _reports.ListAsync(CallerOf("auditor", Scopes.ReadAllJobs))).ShouldBeEmpty();
        (await _reports.ListAsync(Bob, ("owner", "alice"))).StatusCode.ShouldBe(403);
        (await _reports.ListAsync(Bob, ("owner", "bob"))).StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task Token_of_another_list_or_a_changed_one_is_400()
    {
        await _reports.AcceptedAsync();
        for (var i = 0; i < 50; i++) await _reports.AgainAsync();
        var token = TokenOf(await _reports.ListAsync())!;

        (await _reports.ListAsync(null, ("pageToken", token))).StatusCode.ShouldBe(200);
        foreach (var refused in new[]
        {
            await _reports.ListAsync(Bob, ("pageToken", token)),
            await _reports.ListAsync(null, ("pageToken", token), ("status", "Queued")),
            await _reports.ListAsync(null, ("pageToken", token[..^1] + (token[^1] == 'A' ? 'B' : 'A'))),
            await _reports.ListAsync(null, ("pageToken", "A" + token)),
            await _reports.ListAsync(null, ("pageToken", "")),
            await _reports.ListAsync(null, ("pageToken", "not a token")),
        })
        {
            refused.StatusCode.ShouldBe(400);
            Body(refused).GetProperty("errorMap").TryGetProperty("query.pageToken", out _).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Mistakes_in_the_query_are_named_at_once()
    {
        var answer = await _reports.ListAsync(null, ("status", "queued"), ("kind", "Report"), ("createdAfter", "yesterday"), ("owner", ""));

        answer.StatusCode.ShouldBe(400);
        Body(answer).GetProperty("errorMap").EnumerateObject().Select(v => v.Name).ShouldBe(["query.createdAfter", "query.kind", "query.owner", "query.status"], ignoreOrder: true);
    }

    private static List<string> Ids(APIGatewayProxyResponse answer)
    {
        answer.StatusCode.ShouldBe(200, answer.Body);
        return [.. Body(answer).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("jobId").GetString()!)];
    }

    private static string? TokenOf(APIGatewayProxyResponse answer) => Body(answer).GetProperty("nextPageToken").GetString();
}
