using Hoth.HttpJobs;
using Hoth.HttpJobs.Definitions;

namespace Hoth.Tests.HttpJobs;

/// <summary>A job that is not wanted any more, wherever it stands.</summary>
public sealed class CancelTests : IAsyncLifetime
{
    private static readonly string[] CleanUp = ["POST /jobs/job-1/abort", "DELETE /jobs/job-1"];

    private JobFixture _jobs = null!;

    public async Task InitializeAsync() => _jobs = await JobFixture.StartAsync();

    public async Task DisposeAsync() => await _jobs.DisposeAsync();

    [Theory]
    [InlineData(HttpJobPhase.Create, false)]
    [InlineData(HttpJobPhase.Poll, true)]
    [InlineData(HttpJobPhase.Download, true)]
    public async Task Cancelled_job_is_aborted_and_deleted_as_far_as_the_server_has_it(HttpJobPhase phase, bool isThere)
    {
        var definition = _jobs.Usual("/a", "/b").Define();
        var state = await AtAsync(definition, phase);
        var before = _jobs.Calls.Count;

        var end = await EndAsync(definition, _jobs.Engine.Cancel(definition, state));

        _jobs.Calls.Skip(before).ShouldBe(isThere ? CleanUp : []);
        end.Failure!.Error.ShouldBe(HttpJobError.Cancelled);
        end.Verdict.ShouldBe(HttpJobVerdict.Failed);
    }

    [Fact]
    public async Task Cancelled_job_is_not_tried_again_when_a_try_was_just_being_cleaned_up()
    {
        var definition = _jobs.Usual().On("GET /jobs/job-1", Reply.Json(200, """{"status":"BROKEN"}""")).Define();
        var state = await AtAsync(definition, HttpJobPhase.Delete);

        var end = await EndAsync(definition, _jobs.Engine.Cancel(definition, state));

        _jobs.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", .. CleanUp]);
        end.Failure!.Error.ShouldBe(HttpJobError.Cancelled);
    }

    [Fact]
    public async Task Job_that_is_over_stays_as_it_is()
    {
        var definition = _jobs.Usual("/a").Define();
        var state = await EndAsync(definition, await AtAsync(definition, HttpJobPhase.Poll));

        _jobs.Engine.Cancel(definition, state).ShouldBe(state);
        state.Verdict.ShouldBe(HttpJobVerdict.Completed);
    }

    private async Task<HttpJobState> AtAsync(HttpJobDefinition definition, HttpJobPhase phase)
    {
        var state = _jobs.Engine.Start(definition, "inst", new Dictionary<string, string> { ["month"] = "2026-01" }, _jobs.Time.GetUtcNow() + TimeSpan.FromHours(2));
        while (state.Phase != phase) state = await StepAsync(definition, state);
        return state;
    }

    private async Task<HttpJobState> EndAsync(HttpJobDefinition definition, HttpJobState state)
    {
        while (!state.IsOver) state = await StepAsync(definition, state);
        return state;
    }

    private async Task<HttpJobState> StepAsync(HttpJobDefinition definition, HttpJobState state)
    {
        if (state.NotBefore > _jobs.Time.GetUtcNow()) _jobs.Time.Advance(state.NotBefore - _jobs.Time.GetUtcNow());
        return await _jobs.Engine.AdvanceAsync(definition, state, _jobs.Output, default);
    }
}
