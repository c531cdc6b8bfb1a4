using System.Globalization;
using System.Text;
using Hoth.Jobs;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.PortContracts;

/// <summary>What every <see cref="IJobStore"/> promises. Tests use ids and instants of their own, so that they may share a store.</summary>
public abstract class JobStoreContract
{
    private static int _lastId;

    /// <summary>The store under test.</summary>
    protected abstract IJobStore Store { get; }

    /// <summary>The store's clock, now.</summary>
    protected abstract DateTimeOffset Now { get; }

    /// <summary>False when <see cref="MoveTime"/> cannot be called.</summary>
    protected virtual bool CanMoveTime => false;

    /// <summary>Moves the clock of the store on.</summary>
    protected virtual void MoveTime(TimeSpan by) => throw new NotSupportedException();

    /// <summary>Reads a listing that may lag until it is as wanted, or for as long as the store may lag.</summary>
    protected virtual Task<IReadOnlyList<JobRecord>> ListAsync(Func<Task<IReadOnlyList<JobRecord>>> list, Func<IReadOnlyList<JobRecord>, bool> isWanted) => list();

    [SkippableFact]
    public async Task Created_record_is_found_exactly_as_it_was()
    {
        var job = Full();

        (await Store.TryCreateAsync(job, default)).ShouldBeNull();

        (await Store.FindAsync(job.JobId, default)).ShouldBe(job);
    }

    [SkippableFact]
    public async Task Record_with_nothing_optional_is_found_exactly_as_it_was()
    {
        var job = Minimal();
        await Store.TryCreateAsync(job, default);

        (await Store.FindAsync(job.JobId, default)).ShouldBe(job);
    }

    [SkippableFact]
    public async Task Record_with_the_largest_bodies_is_found_exactly_as_it_was()
    {
        var text = "\"" + string.Concat(Enumerable.Repeat("🜚äx", (JobBody.InlineLimit - 2) / 7)) + "\"";
        Encoding.UTF8.GetByteCount(text).ShouldBeInRange(JobBody.InlineLimit - 10, JobBody.InlineLimit);
        var job = Full() with { Request = new(text), Result = new(text) };
        await Store.TryCreateAsync(job, default);

        (await Store.FindAsync(job.JobId, default)).ShouldBe(job);
    }

    [SkippableFact]
    public async Task Record_with_the_deepest_body_is_found_exactly_as_it_was()
    {
        // As deep as Hoth.Json.StrictJson lets in.
        var deep = new string('[', 64) + new string(']', 64);
        var job = Full() with { Result = new(deep) };
        await Store.TryCreateAsync(job, default);

        (await Store.FindAsync(job.JobId, default)).ShouldBe(job);
    }

    [SkippableFact]
    public async Task Record_that_is_not_there_is_null()
    {
        (await Store.FindAsync(NewId(), default)).ShouldBeNull();
    }

    [SkippableFact]
    public async Task Second_record_of_an_id_is_refused_with_the_first()
    {
        var first = Minimal();
        await Store.TryCreateAsync(first, default);

        (await Store.TryCreateAsync(first with { RequestHash = "another" }, default)).ShouldBe(first);

        (await Store.FindAsync(first.JobId, default)).ShouldBe(first);
    }

    [SkippableFact]
    public async Task Only_one_of_many_records_of_an_id_is_created()
    {
        var job = Minimal();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Store.TryCreateAsync(job with { InstanceId = $"{i}" }, default)));

        answers.Count(answer => answer is null).ShouldBe(1);
        var holder = await Store.FindAsync(job.JobId, default);
        answers.Where(answer => answer is not null).ShouldAllBe(answer => answer == holder);
    }

    [SkippableFact]
    public async Task Id_is_free_again_from_the_purge_time_on()
    {
        var old = Minimal() with { PurgeAt = CanMoveTime ? Now + TimeSpan.FromDays(1) : Now - TimeSpan.FromSeconds(10) };
        await Store.TryCreateAsync(old, default);
        if (CanMoveTime)
        {
            (await Store.TryCreateAsync(old with { InstanceId = "new" }, default)).ShouldBe(old);
            MoveTime(TimeSpan.FromDays(1));
        }

        (await Store.FindAsync(old.JobId, default)).ShouldBeNull();
        (await Store.UpdateAsync(old.JobId, job => job with { Attempt = 9 }, default)).ShouldBe(new JobUpdate(null, false));
        var next = old with { InstanceId = "new", PurgeAt = Now + TimeSpan.FromDays(1) };
        (await Store.TryCreateAsync(next, default)).ShouldBeNull();
        (await Store.FindAsync(old.JobId, default)).ShouldBe(next);
    }

    [SkippableFact]
    public async Task Update_writes_what_the_change_returns_under_the_next_version()
    {
        var job = Full();
        await Store.TryCreateAsync(job, default);

        // The version is the store's, whatever the change says.
        var update = await Store.UpdateAsync(job.JobId, current => current with { Attempt = 8, Version = 77, Result = null, NextDueAt = null }, default);

        update.Written.ShouldBeTrue();
        update.Job.ShouldBe(job with { Attempt = 8, Version = 2, Result = null, NextDueAt = null });
        (await Store.FindAsync(job.JobId, default)).ShouldBe(update.Job);
    }

    [SkippableFact]
    public async Task Update_leaves_the_record_alone_when_the_change_returns_null()
    {
        var job = Full();
        await Store.TryCreateAsync(job, default);

        (await Store.UpdateAsync(job.JobId, _ => null, default)).ShouldBe(new JobUpdate(job, false));

        (await Store.FindAsync(job.JobId, default)).ShouldBe(job);
    }

    [SkippableFact]
    public async Task Update_of_a_missing_record_does_nothing()
    {
        var called = false;

        var update = await Store.UpdateAsync(NewId(), job => { called = true; return job; }, default);

        update.ShouldBe(new JobUpdate(null, false));
        called.ShouldBeFalse();
    }

    [SkippableFact]
    public async Task Update_of_a_record_as_it_is_writes_the_next_version()
    {
        var job = Minimal();
        await Store.TryCreateAsync(job, default);

        var update = await Store.UpdateAsync(job, j => j with { Attempt = 7 }, default);

        update.ShouldBe(new JobUpdate(job with { Attempt = 7, Version = 2 }, Written: true));
        (await Store.FindAsync(job.JobId, default)).ShouldBe(update.Job);
    }

    [SkippableFact]
    public async Task Update_of_a_record_seen_before_somebody_else_wrote_goes_on_with_what_they_wrote()
    {
        var job = Minimal();
        await Store.TryCreateAsync(job, default);
        await Store.UpdateAsync(job.JobId, j => j with { Attempt = 7 }, default);

        var update = await Store.UpdateAsync(job, j => j with { Csp = $"after {j.Attempt}" }, default);

        update.ShouldBe(new JobUpdate(job with { Attempt = 7, Csp = "after 7", Version = 3 }, Written: true));
        (await Store.FindAsync(job.JobId, default)).ShouldBe(update.Job);
    }

    [SkippableFact]
    public async Task Change_that_applies_to_what_is_there_is_written_though_it_does_not_apply_to_what_was_seen()
    {
        var job = Minimal();
        await Store.TryCreateAsync(job, default);
        await Store.UpdateAsync(job.JobId, j => j with { Attempt = 7 }, default);

        (await Store.UpdateAsync(job, j => j.Attempt == 7 ? j with { Attempt = 8 } : null, default)).Written.ShouldBeTrue();
        (await Store.UpdateAsync(job, j => j.Attempt == 7 ? j with { Attempt = 9 } : null, default)).Written.ShouldBeFalse();

        (await Store.FindAsync(job.JobId, default))!.Attempt.ShouldBe(8);
    }

    [SkippableFact]
    public async Task Update_of_a_record_that_was_seen_and_is_gone_does_nothing()
    {
        (await Store.UpdateAsync(Minimal(), j => j with { Attempt = 7 }, default)).ShouldBe(new JobUpdate(null, Written: false));
    }

    [SkippableFact]
    public async Task Exception_of_a_change_comes_out_and_changes_nothing()
    {
        var job = Minimal();
        await Store.TryCreateAsync(job, default);

        await Should.ThrowAsync<InvalidTimeZoneException>(() => Store.UpdateAsync(job.JobId, _ => throw new InvalidTimeZoneException(), default));

        (await Store.FindAsync(job.JobId, default)).ShouldBe(job);
    }

    [SkippableFact]
    public async Task None_of_many_concurrent_updates_is_lost()
    {
        var job = Minimal();
        await Store.TryCreateAsync(job, default);

        var updates = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            Store.UpdateAsync(job.JobId, current => current with { Attempt = current.Attempt + 1 }, default)));

        updates.ShouldAllBe(update => update.Written);
        updates.Select(update => update.Job!.Attempt).Order().ShouldBe(Enumerable.Range(1, 50));
        (await Store.FindAsync(job.JobId, default))!.ShouldBe(job with { Attempt = 50, Version = 51 });
    }

    [SkippableFact]
    public async Task Due_records_are_listed_with_the_longest_overdue_first()
    {
        // Long before the other tests' records.
        var start = NewInstant(century: 1900);
        var jobs = await CreateAsync(5, (job, i) => job with { NextDueAt = start.AddMinutes((i * 2) % 5) });
        var notDue = await CreateAsync(1, (job, _) => job with { NextDueAt = null });

        var expected = jobs.Where(job => job.NextDueAt <= start.AddMinutes(3)).OrderBy(job => job.NextDueAt).ToList();
        expected.Count.ShouldBe(4);
        var listed = await ListAsync(() => DueAsync(start.AddMinutes(3), 1000), list => list.Count(jobs.Contains) == 4);

        listed.Where(job => job.NextDueAt >= start).ShouldBe(expected);
        listed.ShouldNotContain(notDue[0]);
        (await ClearAsync(jobs)).ShouldBe(5);
    }

    [SkippableFact]
    public async Task Due_listing_keeps_its_limit_and_forgets_what_is_not_due_any_more()
    {
        var start = NewInstant(century: 1800);
        var jobs = await CreateAsync(4, (job, i) => job with { NextDueAt = start.AddMinutes(i) });

        (await ListAsync(() => DueAsync(start.AddMinutes(9), 2), list => list.Count == 2)).ShouldBe(jobs.Take(2));

        await Store.UpdateAsync(jobs[0].JobId, job => job with { NextDueAt = null }, default);
        var expected = jobs.Skip(1).Take(2).ToList();
        (await ListAsync(() => DueAsync(start.AddMinutes(9), 2), list => list.SequenceEqual(expected))).ShouldBe(expected);
        await ClearAsync(jobs);
    }

    [SkippableFact]
    public async Task Due_records_are_listed_page_by_page_also_when_a_page_changes_nothing()
    {
        var start = NewInstant(century: 1700);
        // Two instants, so that pages end among equal ones, and more than one page that nobody does anything about.
        var jobs = await CreateAsync(7, (job, i) => job with { NextDueAt = start.AddMinutes(i % 2) });
        var expected = jobs.OrderBy(job => job.NextDueAt).ThenBy(job => job.JobId, StringComparer.Ordinal).ToList();
        await ListAsync(() => DueAsync(start.AddMinutes(1), 1000), list => list.Count(jobs.Contains) == 7);

        var listed = new List<JobRecord>();
        DueCursor? next = null;
        do
        {
            var page = await Store.ListDueAsync(start.AddMinutes(1), next, 3, default);
            page.Jobs.Count.ShouldBeLessThanOrEqualTo(3);
            listed.AddRange(page.Jobs);
            next = page.Next;
        }
        while (next is not null);

        listed.Where(job => job.NextDueAt >= start).ShouldBe(expected);
        await ClearAsync(jobs);
    }

    [SkippableFact]
    public async Task Delivered_records_are_listed_in_order_page_by_page()
    {
        var start = NewInstant(century: 2100);
        // Three instants with three records each, so that pages end among equal instants.
        var jobs = await CreateAsync(9, (job, i) => job with { Kind = JobKind.Report, DeliveredAt = start.AddSeconds(i % 3) });
        await CreateAsync(1, (job, _) => job with { Kind = JobKind.Qa, DeliveredAt = start });
        await CreateAsync(1, (job, _) => job with { Kind = JobKind.Report });
        await CreateAsync(1, (job, _) => job with { Kind = JobKind.Report, DeliveredAt = start.AddMilliseconds(-1) });
        var expected = jobs.OrderBy(job => job.DeliveredAt).ThenBy(job => job.JobId, StringComparer.Ordinal).ToList();
        await ListAsync(() => Store.ListDeliveredAsync(JobKind.Report, start, null, 100, default), list => list.Count(jobs.Contains) == 9);

        var listed = new List<JobRecord>();
        while (listed.Count < 20)
        {
            var last = listed.LastOrDefault();
            var page = await Store.ListDeliveredAsync(JobKind.Report, last?.DeliveredAt ?? start, last?.JobId, 2, default);
            page.Count.ShouldBeLessThanOrEqualTo(2);
            // Later tests' records may follow: only this test's century and day count.
            var mine = page.Where(job => job.DeliveredAt < start.AddHours(1)).ToList();
            listed.AddRange(mine);
            if (mine.Count == 0)
            {
                break;
            }
        }

        listed.ShouldBe(expected);
    }

    [SkippableFact]
    public async Task Owned_records_are_listed_newest_first_page_by_page_whatever_is_created_meanwhile()
    {
        var (owner, start) = ($"owner of {NewId()} 🜚", Instant(0));
        // Three instants, so that pages end among equal ones.
        var jobs = await CreateAsync(9, (job, i) => job with { Owner = owner, CreatedAt = start.AddSeconds(i % 3), PurgeAt = Now.AddDays(1) });
        await CreateAsync(1, (job, _) => job with { Owner = owner + "2", CreatedAt = start });
        await CreateAsync(1, (job, _) => job with { Owner = null, CreatedAt = start });
        var expected = jobs.OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.JobId, StringComparer.Ordinal).ToList();
        await ListAsync(() => OwnedAsync(owner, null, 100), list => list.Count == 9);

        var listed = new List<JobRecord>();
        OwnedCursor? next = null;
        do
        {
            var page = await Store.ListOwnedAsync(owner, null, next, 2, default);
            page.Jobs.Count.ShouldBeLessThanOrEqualTo(2);
            listed.AddRange(page.Jobs);
            next = page.Next;
            // Newer ones are not listed any more, and move nothing.
            await CreateAsync(1, (job, _) => job with { Owner = owner, CreatedAt = start.AddHours(1) });
        }
        while (next is not null);

        listed.ShouldBe(expected);
    }

    [SkippableFact]
    public async Task Owned_records_can_be_listed_from_an_instant_on_which_is_not_included()
    {
        var (owner, start) = ($"owner of {NewId()}", Instant(0));
        var jobs = await CreateAsync(4, (job, i) => job with { Owner = owner, CreatedAt = start.AddTicks(i) });

        (await ListAsync(() => OwnedAsync(owner, start.AddTicks(1), 100), list => list.Count == 2)).ShouldBe([jobs[3], jobs[2]]);
        (await OwnedAsync(owner, start.AddTicks(3), 100)).ShouldBeEmpty();
        (await OwnedAsync("nobody", null, 100)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Owned_record_is_listed_as_it_is_now()
    {
        var owner = $"owner of {NewId()}";
        var job = (await CreateAsync(1, (job, _) => job with { Owner = owner }))[0];
        await Store.UpdateAsync(job.JobId, j => j with { Status = JobStatus.Cancelled, Attempt = 3 }, default);

        (await ListAsync(() => OwnedAsync(owner, null, 100), list => list.Count == 1)).ShouldBe([job with { Status = JobStatus.Cancelled, Attempt = 3, Version = 2 }]);
    }

    [SkippableFact]
    public async Task Limits_out_of_range_are_refused()
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.ListDueAsync(Now, null, 0, default));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.ListDueAsync(Now, null, 1001, default));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.ListDeliveredAsync(JobKind.Cost, Now, null, 0, default));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.ListDeliveredAsync(JobKind.Cost, Now, null, 101, default));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.ListOwnedAsync("owner", null, null, 0, default));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.ListOwnedAsync("owner", null, null, 101, default));
    }

    private async Task<IReadOnlyList<JobRecord>> OwnedAsync(string owner, DateTimeOffset? createdAfter, int limit) =>
        (await Store.ListOwnedAsync(owner, createdAfter, null, limit, default)).Jobs;

    private async Task<IReadOnlyList<JobRecord>> DueAsync(DateTimeOffset upTo, int limit) => (await Store.ListDueAsync(upTo, null, limit, default)).Jobs;

    /// <summary>An id that no other test of this process has.</summary>
    protected static string NewId() => string.Create(CultureInfo.InvariantCulture, $"job-{Environment.ProcessId}-{Interlocked.Increment(ref _lastId):D6}");

    /// <summary>A record with only what must be there.</summary>
    protected JobRecord Minimal() => new()
    {
        JobId = NewId(),
        Kind = JobKind.Cost,
        InstanceId = "instance",
        RequestHash = "hash",
        GroupId = "portfolio",
        CorrelationId = "correlation",
        CreatedAt = Instant(0),
        LastUpdatedAt = Instant(1),
        DeadlineAt = Instant(2),
        ExpiresAt = Now + TimeSpan.FromDays(100),
        PurgeAt = Now + TimeSpan.FromDays(130),
    };

    /// <summary>A record with every member set.</summary>
    protected JobRecord Full() => Minimal() with
    {
        Status = JobStatus.Failed,
        Csp = "csp \"A\" 🜚",
        Owner = "auth0|ä 🜚",
        IsFetched = true,
        Request = new("""{ "a": [1.0, 1e400, "\u00e4 ä 🜚", null],  "b":{} }"""),
        Result = new(null, "results/key"),
        Code = 504,
        Error = new(JobErrorCodes.CspTimeout, "No answer."),
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        Attempt = 3,
        StartedAt = Instant(3),
        FinishedAt = Instant(4),
        EnqueuedAt = Instant(5),
        ResultEnqueuedAt = Instant(6),
        DeliveredAt = Instant(7),
        DeliveredMessageId = "message",
        NextDueAt = Instant(8),
    };

    private static DateTimeOffset Instant(int number) =>
        new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero) + TimeSpan.FromMilliseconds(number * 1001);

    /// <summary>An instant at least a day from those of other runs against the same store.</summary>
    private static DateTimeOffset NewInstant(int century) =>
        new DateTimeOffset(century, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(Environment.ProcessId % 30_000);

    private async Task<List<JobRecord>> CreateAsync(int count, Func<JobRecord, int, JobRecord> with)
    {
        var jobs = Enumerable.Range(0, count).Select(i => with(Minimal(), i)).ToList();
        foreach (var job in jobs)
        {
            (await Store.TryCreateAsync(job, default)).ShouldBeNull();
        }

        return jobs;
    }

    /// <summary>Takes records off the due listing, for the tests that share the store.</summary>
    private async Task<int> ClearAsync(IEnumerable<JobRecord> jobs)
    {
        var cleared = 0;
        foreach (var job in jobs)
        {
            cleared += (await Store.UpdateAsync(job.JobId, current => current with { NextDueAt = null }, default)).Written ? 1 : 0;
        }

        return cleared;
    }
}
