using Hoth.Local.Storage;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.Storage;

public sealed class SqliteQueueTests : IDisposable
{
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(5);

    private readonly TestDatabase _database = new();
    private SqliteQueue _queue;

    public SqliteQueueTests() => _queue = new SqliteQueue(_database.Database);

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Message_in_flight_is_visible_after_a_restart_and_keeps_its_receive_count()
    {
        var id = await SendAsync("body", "group");
        var before = (await ReceiveAsync()).ShouldHaveSingleItem();

        Reopen();

        var after = (await ReceiveAsync()).ShouldHaveSingleItem();
        after.ShouldBe(before with { Receipt = after.Receipt, ReceiveCount = 2 });
        after.MessageId.ShouldBe(id);
        after.Receipt.ShouldNotBe(before.Receipt);
        (await _queue.DeleteAsync(Queues.CostRequests, [before.Receipt], default)).ShouldBe([before.Receipt]);
    }

    [Fact]
    public async Task Delay_of_a_message_is_kept_over_a_restart()
    {
        await SendAsync("delayed");
        var message = (await ReceiveAsync()).ShouldHaveSingleItem();
        await _queue.ChangeVisibilityAsync(Queues.CostRequests, message.Receipt, TimeSpan.FromSeconds(90), default);

        Reopen();

        _database.Clock.Advance(TimeSpan.FromSeconds(89));
        (await ReceiveAsync()).ShouldBeEmpty();
        _database.Clock.Advance(TimeSpan.FromSeconds(1));
        (await ReceiveAsync()).ShouldHaveSingleItem().ReceiveCount.ShouldBe(2);
    }

    [Fact]
    public async Task Lent_message_stays_lent_over_a_restart_and_its_receipt_is_good()
    {
        await SendAsync("lent");
        var message = (await _queue.LendAsync(Queues.CostRequests, 10, TimeSpan.FromSeconds(90), TimeSpan.Zero, default)).ShouldHaveSingleItem();

        Reopen();

        _database.Clock.Advance(TimeSpan.FromSeconds(89));
        (await ReceiveAsync()).ShouldBeEmpty();
        (await _queue.DeleteAsync(Queues.CostRequests, [message.Receipt], default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_received_again_after_its_delay_is_in_flight_again()
    {
        await SendAsync("delayed once");
        var message = (await ReceiveAsync()).ShouldHaveSingleItem();
        await _queue.ChangeVisibilityAsync(Queues.CostRequests, message.Receipt, TimeSpan.Zero, default);
        (await ReceiveAsync()).ShouldHaveSingleItem();

        Reopen();

        (await ReceiveAsync()).ShouldHaveSingleItem().ReceiveCount.ShouldBe(3);
    }

    [Fact]
    public async Task Deleted_message_stays_deleted_after_a_restart()
    {
        await SendAsync("gone");
        var message = (await ReceiveAsync()).ShouldHaveSingleItem();
        await _queue.DeleteAsync(Queues.CostRequests, [message.Receipt], default);

        Reopen();

        (await ReceiveAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_ids_are_not_used_again_after_delete_and_restart()
    {
        var first = await SendAsync("one");
        var message = (await ReceiveAsync()).ShouldHaveSingleItem();
        await _queue.DeleteAsync(Queues.CostRequests, [message.Receipt], default);

        Reopen();

        (await SendAsync("two")).ShouldNotBe(first);
    }

    [Fact]
    public async Task Waiting_receive_gets_a_message_when_its_visibility_runs_out()
    {
        await SendAsync("hidden");
        await ReceiveAsync(visibility: TimeSpan.FromSeconds(3));
        var waiting = ReceiveAsync(wait: TimeSpan.FromSeconds(20));
        await UntilTimersAsync(2);

        _database.Clock.Advance(TimeSpan.FromSeconds(2.9));
        waiting.IsCompleted.ShouldBeFalse();
        _database.Clock.Advance(TimeSpan.FromSeconds(0.1));

        (await waiting).ShouldHaveSingleItem().ReceiveCount.ShouldBe(2);
    }

    [Fact]
    public async Task Waiting_receive_is_empty_when_its_time_is_over()
    {
        var waiting = ReceiveAsync(wait: TimeSpan.FromSeconds(20));
        await UntilTimersAsync(1);

        _database.Clock.Advance(TimeSpan.FromSeconds(20));

        (await waiting).ShouldBeEmpty();
        _database.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public async Task Each_of_many_waiting_receives_gets_one_of_the_messages()
    {
        var waiting = Enumerable.Range(0, 20).Select(_ => ReceiveAsync(maximum: 1, wait: TimeSpan.FromSeconds(20))).ToList();
        await UntilTimersAsync(20);

        for (var i = 0; i < 20; i++)
        {
            await SendAsync($"{i}", "group");
        }

        (await Task.WhenAll(waiting)).Select(messages => messages.ShouldHaveSingleItem().Body).Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public async Task Cancelled_waiter_does_not_take_the_wake_up_of_another()
    {
        using var cancellation = new CancellationTokenSource();
        var cancelled = _queue.ReceiveAsync(Queues.CostRequests, 1, Hidden, TimeSpan.FromSeconds(20), cancellation.Token);
        await UntilTimersAsync(1);
        var waiting = ReceiveAsync(wait: TimeSpan.FromSeconds(20));
        await UntilTimersAsync(2);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);

        await SendAsync("for the other");

        (await waiting).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Waiting_receive_ends_empty_when_the_database_is_closed()
    {
        var waiting = ReceiveAsync(wait: TimeSpan.FromSeconds(20));
        await UntilTimersAsync(1);

        _database.Database.Dispose();

        (await waiting).ShouldBeEmpty();
        await Should.ThrowAsync<ObjectDisposedException>(() => SendAsync("too late"));
    }

    [Fact]
    public async Task Message_without_receive_is_removed_from_the_file_after_its_retention()
    {
        await SendAsync("old", "group");
        _database.Clock.Advance(QueueDefinition.Retention + TimeSpan.FromMinutes(2));

        await _queue.SendAsync(Queues.CostResponses, new("another queue's"), default);

        Scalar("SELECT count(*) FROM message").ShouldBe(1);
    }

    [Fact]
    public async Task Text_that_is_not_Unicode_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => SendAsync("lone surrogate \ud83d"));
        (await ReceiveAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Counts_of_groups_stay_those_of_the_messages()
    {
        // A fixed seed: every run does the same 600 random things.
        var random = new Random(42);
        var receipts = new List<string>();
        for (var i = 0; i < 600; i++)
        {
            switch (random.Next(5))
            {
                case 0 or 1:
                    await SendAsync($"{i}", $"group-{random.Next(4)}");
                    break;
                case 2:
                    receipts.AddRange((await ReceiveAsync(random.Next(1, 11), TimeSpan.FromSeconds(random.Next(0, 60)))).Select(message => message.Receipt));
                    break;
                case 3 when receipts.Count > 0:
                    await _queue.DeleteAsync(Queues.CostRequests, [receipts[random.Next(receipts.Count)]], default);
                    break;
                case 4 when receipts.Count > 0:
                    await _queue.ChangeVisibilityAsync(
                        Queues.CostRequests, receipts[random.Next(receipts.Count)], TimeSpan.FromSeconds(random.Next(0, 60)), default);
                    break;
            }

            _database.Clock.Advance(TimeSpan.FromSeconds(random.Next(0, 5)));
        }

        Scalar("SELECT count(*) FROM message").ShouldBeGreaterThan(0);
        Scalar("""
            SELECT count(*) FROM message_group g WHERE
                ready <> (SELECT count(*) FROM message m WHERE m.queue = g.queue AND m.grp = g.grp AND visible_at = 0)
                OR in_flight <> (SELECT count(*) FROM message m WHERE m.queue = g.queue AND m.grp = g.grp AND visible_at > 0)
            """).ShouldBe(0);
        Scalar("SELECT (SELECT count(*) FROM message) - (SELECT sum(ready + in_flight) FROM message_group)").ShouldBe(0);
    }

    [Theory]
    [InlineData(QueueStatements.TakeTurnSql, "SEARCH message_group USING INDEX message_group_next")]
    [InlineData(QueueStatements.TakeSql, "SEARCH message USING COVERING INDEX message_ready")]
    [InlineData(QueueStatements.DueSql, "SEARCH message USING INDEX message_hidden")]
    [InlineData(QueueStatements.FirstHiddenSql, "SEARCH message USING COVERING INDEX message_hidden")]
    public async Task Receive_walks_an_index_and_sorts_nothing(string sql, string expected)
    {
        await SendAsync("body", "group");

        var plan = Plan(sql);

        plan.ShouldContain(step => step.StartsWith(expected, StringComparison.Ordinal));
        plan.ShouldAllBe(step => !step.Contains("SCAN") && !step.Contains("TEMP B-TREE"));
    }

    [Fact]
    public void Statement_is_not_compiled_again_for_other_values() => _database.Database.Prepare(session =>
    {
        using var due = session.Prepare(QueueStatements.DueSql);
        for (var i = 1; i < 10; i++)
        {
            due.Bind(1, i).Bind(2, i).Bind(3, i).Step();
            due.Dispose();
        }

        due.Recompilations.ShouldBe(0);
        return 0;
    });

    [Fact]
    public void Oldest_message_is_found_without_sorting()
    {
        // A scan in the order of the primary key that ends at its first row.
        Plan(QueueStatements.OldestSql).ShouldBe(["SCAN message"]);
    }

    private void Reopen()
    {
        _database.Reopen();
        _queue = new SqliteQueue(_database.Database);
    }

    private Task<string> SendAsync(string body, string? group = null) => _queue.SendAsync(Queues.CostRequests, new(body, group), default);

    private Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int maximum = 10, TimeSpan? visibility = null, TimeSpan wait = default) =>
        _queue.ReceiveAsync(Queues.CostRequests, maximum, visibility ?? Hidden, wait, default);

    /// <summary>Until so many timers wait for the clock: then the receives are waiting, too.</summary>
    private async Task UntilTimersAsync(int count)
    {
        while (_database.Clock.PendingTimers < count)
        {
            await Task.Yield();
        }
    }

    private long Scalar(string sql) => _database.Database.Prepare(session =>
    {
        using var statement = session.Prepare(sql);
        statement.Step().ShouldBeTrue();
        return statement.Int64(0);
    });

    private List<string> Plan(string sql) => _database.Database.Prepare(session =>
    {
        var steps = new List<string>();
        using var statement = session.Prepare("EXPLAIN QUERY PLAN " + sql);
        while (statement.Step())
        {
            steps.Add(statement.Text(3)!);
        }

        return steps;
    });
}
