using Hoth.Jobs;
using Shouldly;
using Xunit;

namespace Hoth.Tests.Jobs;

public sealed class JobLifecycleTests
{
    private static readonly DateTimeOffset T0 = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);
    private static readonly JobOutcome Success = new(JobStatus.Succeeded, 200, new JobBody("{}"), null);

    [Fact]
    public void A_new_job_is_due_when_its_hand_over_should_have_been_marked()
    {
        var job = Accepted();

        job.Status.ShouldBe(JobStatus.Queued);
        job.DeadlineAt.ShouldBe(T0 + Deadline);
        job.NextDueAt.ShouldBe(T0 + JobLifecycle.OutboxGrace);
        job.ExpiresAt.ShouldBe(T0.AddDays(100));
        job.PurgeAt.ShouldBe(T0.AddDays(130));
    }

    [Fact]
    public void A_job_on_its_queue_is_due_at_its_deadline_only()
    {
        var job = JobLifecycle.MarkEnqueued(Accepted(), T0.AddSeconds(1)).ShouldNotBeNull();

        job.NextDueAt.ShouldBe(job.DeadlineAt);
        JobLifecycle.MarkEnqueued(job, T0.AddSeconds(2)).ShouldBeNull();
    }

    [Fact]
    public void Starting_counts_attempts_and_keeps_the_first_start()
    {
        var first = JobLifecycle.Start(Accepted(), "m1", T0.AddSeconds(1)).ShouldNotBeNull();
        var second = JobLifecycle.Start(first, "m1", T0.AddSeconds(9)).ShouldNotBeNull();

        second.Status.ShouldBe(JobStatus.Running);
        second.Attempt.ShouldBe(2);
        second.StartedAt.ShouldBe(T0.AddSeconds(1));
        second.EnqueuedAt.ShouldBe(T0.AddSeconds(1));
    }

    [Fact]
    public void Starting_does_not_apply_when_another_message_has_taken_the_job()
    {
        var taken = JobLifecycle.Start(Accepted(), "m1", T0.AddSeconds(1)).ShouldNotBeNull();

        JobLifecycle.Start(taken, "m2", T0.AddSeconds(2)).ShouldBeNull();
    }

    [Fact]
    public void A_terminal_job_never_changes_its_outcome()
    {
        var finished = JobLifecycle.Finish(Accepted(), Success, T0.AddSeconds(3)).ShouldNotBeNull();

        JobLifecycle.Finish(finished, Success with { Status = JobStatus.Failed }, T0.AddSeconds(4)).ShouldBeNull();
        JobLifecycle.Start(finished, "m1", T0.AddSeconds(4)).ShouldBeNull();
        finished.NextDueAt.ShouldBe(T0.AddSeconds(3) + JobLifecycle.OutboxGrace);
    }

    [Fact]
    public void An_enqueued_result_is_due_again_after_ten_days_and_a_delivered_one_at_its_expiry()
    {
        var finished = JobLifecycle.Finish(Accepted(), Success, T0.AddSeconds(3)).ShouldNotBeNull();
        var enqueued = JobLifecycle.MarkResultEnqueued(finished, T0.AddSeconds(4)).ShouldNotBeNull();
        var delivered = JobLifecycle.MarkDelivered(enqueued, "m1", T0.AddSeconds(5)).ShouldNotBeNull();

        enqueued.NextDueAt.ShouldBe(T0.AddSeconds(4).AddDays(10));
        delivered.NextDueAt.ShouldBe(delivered.ExpiresAt);
        JobLifecycle.MarkDelivered(delivered, "m2", T0.AddSeconds(6)).ShouldBeNull();
        JobLifecycle.MarkResultEnqueued(delivered, T0.AddSeconds(6)).ShouldBeNull();
    }

    [Fact]
    public void An_acknowledged_result_belongs_to_no_message_any_more()
    {
        var finished = JobLifecycle.Finish(Accepted(), Success, T0.AddSeconds(3)).ShouldNotBeNull();
        var delivered = JobLifecycle.MarkDelivered(finished, "m1", T0.AddSeconds(5)).ShouldNotBeNull();
        var acknowledged = JobLifecycle.MarkAcknowledged(delivered, T0.AddSeconds(6)).ShouldNotBeNull();

        acknowledged.DeliveredMessageId.ShouldBeNull();
        acknowledged.DeliveredAt.ShouldBe(T0.AddSeconds(5));
        JobLifecycle.MarkAcknowledged(acknowledged, T0.AddSeconds(7)).ShouldBeNull();
    }

    [Fact]
    public void Only_an_expired_record_is_stripped_and_only_once()
    {
        var finished = JobLifecycle.Finish(Accepted(), Success, T0.AddSeconds(3)).ShouldNotBeNull();

        JobLifecycle.Strip(finished, finished.ExpiresAt.AddTicks(-1)).ShouldBeNull();
        var stripped = JobLifecycle.Strip(finished, finished.ExpiresAt).ShouldNotBeNull();
        stripped.Request.ShouldBeNull();
        stripped.Result.ShouldBeNull();
        stripped.NextDueAt.ShouldBeNull();
        JobLifecycle.Strip(stripped, finished.ExpiresAt.AddDays(1)).ShouldBeNull();
    }

    [Fact]
    public void A_job_whose_result_is_fetched_owes_nothing_once_it_has_ended()
    {
        var job = Accepted() with { IsFetched = true };
        var output = new JobOutput("reports/i1.csv", "text/csv", 12, "ab", 1);
        var ended = JobLifecycle.Finish(job, new JobOutcome(JobStatus.Succeeded, 200, null, null) { Output = output, Warnings = ["one"] }, T0.AddSeconds(3)).ShouldNotBeNull();

        ended.NextDueAt.ShouldBe(ended.ExpiresAt);
        ended.Output.ShouldBe(output);
        ended.Warnings.ShouldBe(["one"]);
        JobLifecycle.Strip(ended, ended.ExpiresAt).ShouldNotBeNull().Output.ShouldBeNull();
    }

    [Fact]
    public void Only_the_first_warnings_are_kept()
    {
        var many = Enumerable.Range(0, 30).Select(i => $"{i}").ToList();
        var ended = JobLifecycle.Finish(Accepted(), Success with { Warnings = many }, T0).ShouldNotBeNull();

        ended.Warnings.ShouldBe(many.Take(JobRecord.MaxWarnings));
        JobLifecycle.Finish(Accepted(), Success with { Warnings = [] }, T0).ShouldNotBeNull().Warnings.ShouldBeNull();
    }

    [Fact]
    public void A_job_lives_as_long_as_its_kind_says()
    {
        var job = JobLifecycle.Accept(Accepted(), Deadline, TimeSpan.FromDays(30));

        job.ExpiresAt.ShouldBe(T0.AddDays(30));
        job.PurgeAt.ShouldBe(T0.AddDays(30) + JobLifecycle.TombstoneLifetime);
    }

    [Fact]
    public void A_cancelled_job_ends_at_once_when_nobody_has_begun_it_and_by_its_worker_otherwise()
    {
        var queued = JobLifecycle.RequestCancel(Accepted(), T0.AddSeconds(1)).ShouldNotBeNull();
        queued.Status.ShouldBe(JobStatus.Cancelled);
        queued.FinishedAt.ShouldBe(T0.AddSeconds(1));
        JobLifecycle.Start(queued, "m1", T0.AddSeconds(2)).ShouldBeNull();

        var running = JobLifecycle.Start(Accepted(), "m1", T0).ShouldNotBeNull();
        var cancelling = JobLifecycle.RequestCancel(running, T0.AddSeconds(1)).ShouldNotBeNull();
        cancelling.Status.ShouldBe(JobStatus.Cancelling);
        JobLifecycle.RequestCancel(cancelling, T0.AddSeconds(2)).ShouldBeNull();
        JobLifecycle.Finish(cancelling, Success with { Status = JobStatus.Cancelled }, T0.AddSeconds(3)).ShouldNotBeNull().Status.ShouldBe(JobStatus.Cancelled);
        JobLifecycle.RequestCancel(JobLifecycle.Finish(running, Success, T0).ShouldNotBeNull(), T0).ShouldBeNull();
    }

    [Fact]
    public void A_job_that_is_watched_from_its_start_runs_from_its_first_claim()
    {
        var accepted = Accepted() with { Poll = new JobPoll(null, T0) };
        var claimed = JobLifecycle.ClaimWatch(accepted, "m1", T0.AddSeconds(1)).ShouldNotBeNull();

        claimed.Status.ShouldBe(JobStatus.Running);
        claimed.StartedAt.ShouldBe(T0.AddSeconds(1));
        claimed.Attempt.ShouldBe(1);
        claimed.EnqueuedAt.ShouldBe(T0.AddSeconds(1), "who holds the message knows that it was sent");
        JobLifecycle.ClaimWatch(claimed, "m1", T0.AddSeconds(9)).ShouldNotBeNull().Attempt.ShouldBe(1);
        JobLifecycle.ClaimWatch(claimed, "m2", T0.AddSeconds(9)).ShouldBeNull("another message is a duplicate");
    }

    [Fact]
    public void A_watcher_that_is_faster_than_the_mark_of_its_message_keeps_the_job()
    {
        var accepted = Accepted() with { Poll = new JobPoll(null, T0) };
        var claimed = JobLifecycle.ClaimWatch(accepted, "m1", T0.AddSeconds(1)).ShouldNotBeNull();

        var marked = JobLifecycle.MarkWatchEnqueued(claimed, accepted.Poll, T0.AddSeconds(2)).ShouldNotBeNull();

        marked.Poll!.MessageId.ShouldBe("m1");
        JobLifecycle.ClaimWatch(marked, "m2", T0.AddSeconds(3)).ShouldBeNull();
    }

    [Fact]
    public void A_watch_that_is_sent_again_belongs_to_whoever_gets_it_first()
    {
        var lost = JobLifecycle.ClaimWatch(Accepted() with { Poll = new JobPoll(null, T0) }, "m1", T0.AddSeconds(1)).ShouldNotBeNull();

        var marked = JobLifecycle.MarkWatchEnqueued(lost, lost.Poll!, T0.AddHours(2)).ShouldNotBeNull();

        marked.Poll!.MessageId.ShouldBeNull();
        marked.Poll.NextAt.ShouldBe(T0.AddHours(2));
    }

    [Fact]
    public void Work_is_recorded_with_its_progress_until_the_job_has_ended()
    {
        var working = JobLifecycle.RecordWork(Accepted(), new JobBody("{}"), T0, new JobProgress(1, 3)).ShouldNotBeNull();

        working.Progress.ShouldBe(new JobProgress(1, 3));
        JobLifecycle.RecordWork(working, new JobBody("[]"), T0).ShouldNotBeNull().Progress.ShouldBe(new JobProgress(1, 3));
        JobLifecycle.RecordWork(JobLifecycle.Finish(working, Success, T0).ShouldNotBeNull(), new JobBody("[]"), T0).ShouldBeNull();
    }

    [Fact]
    public void A_record_survives_its_json_text()
    {
        var job = JobLifecycle.Finish(Accepted(), Success with { Error = new JobError("X", "why"), Status = JobStatus.Failed }, T0.AddSeconds(3)).ShouldNotBeNull();

        JobJson.Read(JobJson.Write(job)).ShouldBe(job);
    }

    private static JobRecord Accepted() => JobLifecycle.Accept(
        new JobRecord
        {
            JobId = "r1",
            Kind = JobKind.Cost,
            InstanceId = "i1",
            RequestHash = "h",
            GroupId = "p1",
            Csp = "csp-a",
            Request = new JobBody("""{"requestId":"r1"}"""),
            CorrelationId = "c1",
            CreatedAt = T0,
            LastUpdatedAt = T0,
            DeadlineAt = T0,
            ExpiresAt = T0,
            PurgeAt = T0,
        },
        Deadline);
}
