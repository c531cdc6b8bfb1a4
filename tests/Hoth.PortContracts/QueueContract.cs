using System.Collections.Concurrent;
using System.Text;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.PortContracts;

/// <summary>What every <see cref="IQueue"/> promises. Each test gets empty queues. Overridden where an emulator is known to be wrong.</summary>
public abstract class QueueContract
{
    /// <summary>Where time cannot be moved, short visibilities and long polls stand in for it.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    protected static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);

    /// <summary>The queue under test.</summary>
    protected abstract IQueue Queue { get; }

    /// <summary>The name of a queue whose <see cref="QueueDefinition.MaxReceiveCount"/> is <see cref="MaxReceiveCount"/>.</summary>
    protected virtual string Name => Queues.CostRequests;

    /// <summary>After this many deliveries the next one goes to the dead-letter queue.</summary>
    protected virtual int MaxReceiveCount => Queues.All.Single(queue => queue.Name == Name).MaxReceiveCount;

    /// <summary>How many receive at the same time where a test has several do so.</summary>
    protected virtual int Receivers => 8;

    /// <summary>False when <see cref="MoveTime"/> cannot be called.</summary>
    protected virtual bool CanMoveTime => false;

    /// <summary>Moves the clock of the queue on.</summary>
    protected virtual void MoveTime(TimeSpan by) => throw new NotSupportedException();

    [SkippableFact]
    public virtual async Task Message_comes_as_it_was_sent()
    {
        var id = await SendAsync("""{"a":1}""", "portfolio-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var message = await ReceiveOneAsync();

        message.MessageId.ShouldBe(id);
        message.Body.ShouldBe("""{"a":1}""");
        message.GroupId.ShouldBe("portfolio-1");
        message.TraceParent.ShouldBe("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        message.ReceiveCount.ShouldBe(1);
    }

    [SkippableFact]
    public virtual async Task Message_without_group_and_trace_comes_without_them()
    {
        await SendAsync("plain");

        var message = await ReceiveOneAsync();

        message.GroupId.ShouldBeNull();
        message.TraceParent.ShouldBeNull();
    }

    [SkippableTheory]
    [InlineData("ümläut, 日本語, 🜚𝄞, \"quoted\" \\ and \t tab")]
    [InlineData(" ")]
    [InlineData("e\u0301 \u202e right to left \uFFFD")]
    public virtual async Task Unicode_body_comes_unchanged(string body)
    {
        await SendAsync(body);

        (await ReceiveOneAsync()).Body.ShouldBe(body);
    }

    [SkippableFact]
    public virtual async Task Large_body_comes_unchanged()
    {
        var body = string.Concat(Enumerable.Repeat("0123456789abcde🜚", 200 * 1024 / 19));
        Encoding.UTF8.GetByteCount(body).ShouldBeGreaterThan(200_000);
        await SendAsync(body);

        (await ReceiveOneAsync()).Body.ShouldBe(body);
    }

    [SkippableFact]
    public virtual async Task Message_in_flight_is_hidden_from_others()
    {
        await SendAsync("one");
        await ReceiveOneAsync();

        (await ReceiveAsync(10, Long, TimeSpan.Zero)).ShouldBeEmpty();
    }

    [SkippableFact]
    public virtual async Task Message_comes_again_when_its_visibility_has_run_out()
    {
        await SendAsync("one");
        var first = await ReceiveOneAsync(Short);

        var second = await AfterAsync(Short, () => ReceiveOneAsync());

        second.MessageId.ShouldBe(first.MessageId);
        second.ReceiveCount.ShouldBe(2);
        second.Receipt.ShouldNotBe(first.Receipt);
        second.SentAt.ShouldBe(first.SentAt);
    }

    [SkippableFact]
    public virtual async Task Deleted_message_does_not_come_again()
    {
        await SendAsync("gone");
        var message = await ReceiveOneAsync(Short);
        (await Queue.DeleteAsync(Name, [message.Receipt], default)).ShouldBeEmpty();

        (await AfterAsync(Short, () => ReceiveAsync(10, Long, CanMoveTime ? TimeSpan.Zero : 2 * Short))).ShouldBeEmpty();
    }

    [SkippableFact]
    public virtual async Task Stale_receipt_does_not_hide_the_message()
    {
        await SendAsync("one");
        var stale = await ReceiveOneAsync(Short);
        var fresh = await AfterAsync(Short, () => ReceiveOneAsync(Long));

        (await Queue.ChangeVisibilityAsync(Name, stale.Receipt, TimeSpan.Zero, default)).ShouldBeFalse();

        (await ReceiveAsync(10, Long, TimeSpan.Zero)).ShouldBeEmpty();
        (await Queue.ChangeVisibilityAsync(Name, fresh.Receipt, TimeSpan.Zero, default)).ShouldBeTrue();
    }

    [SkippableFact]
    public virtual async Task Stale_receipt_does_not_delete_the_message()
    {
        await SendAsync("one");
        var stale = await ReceiveOneAsync(Short);
        var fresh = await AfterAsync(Short, () => ReceiveOneAsync(Long));

        (await Queue.DeleteAsync(Name, [stale.Receipt], default)).ShouldBe([stale.Receipt]);

        (await Queue.DeleteAsync(Name, [fresh.Receipt], default)).ShouldBeEmpty();
    }

    [SkippableFact]
    public virtual async Task Batch_delete_removes_the_valid_and_names_the_others()
    {
        await SendAsync("one");
        await SendAsync("two");
        var messages = await ReceiveAllAsync(2, Short);

        var failed = await Queue.DeleteAsync(Name, [messages[0].Receipt, "no receipt", messages[1].Receipt], default);

        failed.ShouldBe(["no receipt"]);
        (await AfterAsync(Short, () => ReceiveAsync(10, Long, CanMoveTime ? TimeSpan.Zero : 2 * Short))).ShouldBeEmpty();
    }

    [SkippableFact]
    public virtual async Task Visibility_of_zero_gives_the_message_back_at_once()
    {
        await SendAsync("one");
        var message = await ReceiveOneAsync(Long);

        (await Queue.ChangeVisibilityAsync(Name, message.Receipt, TimeSpan.Zero, default)).ShouldBeTrue();

        (await ReceiveOneAsync()).ReceiveCount.ShouldBe(2);
    }

    [SkippableFact]
    public virtual async Task Longer_visibility_keeps_the_message_hidden()
    {
        await SendAsync("one");
        var message = await ReceiveOneAsync(Short);

        (await Queue.ChangeVisibilityAsync(Name, message.Receipt, Long, default)).ShouldBeTrue();

        (await AfterAsync(Short, () => ReceiveAsync(10, Long, CanMoveTime ? TimeSpan.Zero : 2 * Short))).ShouldBeEmpty();
    }

    [SkippableFact]
    public virtual async Task Deleted_messages_visibility_cannot_be_changed()
    {
        await SendAsync("one");
        var message = await ReceiveOneAsync(Long);
        await Queue.DeleteAsync(Name, [message.Receipt], default);

        (await Queue.ChangeVisibilityAsync(Name, message.Receipt, Long, default)).ShouldBeFalse();
        (await Queue.ChangeVisibilityAsync(Name, "no receipt", Long, default)).ShouldBeFalse();
    }

    [SkippableFact]
    public virtual async Task Receive_takes_no_more_than_the_maximum()
    {
        for (var i = 0; i < 5; i++)
        {
            await SendAsync($"{i}");
        }

        (await ReceiveAsync(3, Long, LongPoll)).Count.ShouldBeInRange(1, 3);
    }

    [SkippableFact]
    public virtual async Task Messages_of_one_group_can_all_be_in_flight_together()
    {
        for (var i = 0; i < 7; i++)
        {
            await SendAsync($"{i}", "group");
        }

        var messages = await ReceiveAllAsync(7, Long);

        messages.Select(message => message.Body).Order().ShouldBe(["0", "1", "2", "3", "4", "5", "6"]);
    }

    [SkippableFact]
    public virtual async Task Waiting_receive_gets_a_message_sent_later()
    {
        var waiting = ReceiveAsync(10, Long, LongPoll);
        waiting.IsCompleted.ShouldBeFalse();

        await SendAsync("late");

        (await waiting).ShouldHaveSingleItem().Body.ShouldBe("late");
    }

    [SkippableFact]
    public virtual async Task Waiting_receive_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = Queue.ReceiveAsync(Name, 1, VisibilityOfCancelled, LongPoll, cancellation.Token);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        await SendAsync("for the next");
        (await ReceiveOneAsync()).Body.ShouldBe("for the next");
    }

    [SkippableFact]
    public virtual async Task Concurrent_receivers_never_share_a_delivery()
    {
        const int Count = 100;
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => SendAsync($"{i}", $"group-{i % 7}")));
        var seen = new ConcurrentBag<ReceivedMessage>();

        await Task.WhenAll(Enumerable.Range(0, Receivers).Select(async _ =>
        {
            while (seen.Count < Count && await ReceiveAsync(10, Long, CanMoveTime ? TimeSpan.Zero : Short) is { Count: > 0 } messages)
            {
                foreach (var message in messages)
                {
                    seen.Add(message);
                }
            }
        }));

        seen.Select(message => message.MessageId).Distinct().Count().ShouldBe(Count);
        seen.Select(message => message.Receipt).Distinct().Count().ShouldBe(seen.Count);
        seen.ShouldAllBe(message => message.ReceiveCount == 1);
    }

    [SkippableFact]
    public virtual async Task Message_received_too_often_goes_to_the_dead_letter_queue()
    {
        var id = await SendAsync("poison", "group");
        for (var i = 1; i <= MaxReceiveCount; i++)
        {
            var message = await ReceiveOneAsync(Long);
            message.ReceiveCount.ShouldBe(i);
            await Queue.ChangeVisibilityAsync(Name, message.Receipt, TimeSpan.Zero, default);
        }

        (await ReceiveAsync(10, Long, CanMoveTime ? TimeSpan.Zero : Short)).ShouldBeEmpty();
        var dead = (await Queue.ReceiveAsync(Queues.DeadLetter(Name), 10, Long, CanMoveTime ? TimeSpan.Zero : LongPoll, default)).ShouldHaveSingleItem();
        dead.MessageId.ShouldBe(id);
        dead.Body.ShouldBe("poison");
        dead.GroupId.ShouldBe("group");
    }

    [SkippableFact]
    public virtual async Task Queues_do_not_mix()
    {
        await SendAsync("one");

        (await Queue.ReceiveAsync(Queues.CostResponses, 10, Long, TimeSpan.Zero, default)).ShouldBeEmpty();
        var message = await ReceiveOneAsync(Long);
        (await Queue.DeleteAsync(Queues.CostResponses, [message.Receipt], default)).ShouldBe([message.Receipt]);
    }

    [SkippableFact]
    public virtual async Task Wrong_arguments_are_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => Queue.SendAsync("NoSuchQueue", new("body"), default));
        await Should.ThrowAsync<ArgumentException>(() => Queue.ReceiveAsync(Name, 0, Long, TimeSpan.Zero, default));
        await Should.ThrowAsync<ArgumentException>(() => Queue.ReceiveAsync(Name, 11, Long, TimeSpan.Zero, default));
        await Should.ThrowAsync<ArgumentException>(() => Queue.ReceiveAsync(Name, 1, TimeSpan.FromHours(13), TimeSpan.Zero, default));
        await Should.ThrowAsync<ArgumentException>(() => Queue.ReceiveAsync(Name, 1, Long, TimeSpan.FromSeconds(21), default));
        await Should.ThrowAsync<ArgumentException>(() => Queue.ChangeVisibilityAsync(Name, "1.1", TimeSpan.FromSeconds(-1), default));
        await Should.ThrowAsync<ArgumentException>(() => Queue.DeleteAsync(Name, [.. Enumerable.Repeat("1.1", 11)], default));
        await Should.ThrowAsync<ArgumentException>(() => SendAsync(new string('x', 256 * 1024 + 1)));
        await Should.ThrowAsync<ArgumentException>(() => SendAsync("body", new string('g', 129)));
    }

    /// <summary>Sends to <see cref="Name"/>.</summary>
    protected Task<string> SendAsync(string body, string? group = null, string? traceParent = null) =>
        Queue.SendAsync(Name, new(body, group, traceParent), default);

    /// <summary>Receives from <see cref="Name"/>.</summary>
    protected Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int maximum, TimeSpan visibility, TimeSpan wait) =>
        Queue.ReceiveAsync(Name, maximum, visibility, wait, default);

    /// <summary>How long a message stays hidden that a receive takes although it was cancelled.</summary>
    protected virtual TimeSpan VisibilityOfCancelled => Long;

    /// <summary>Receives one message, which must come.</summary>
    protected async Task<ReceivedMessage> ReceiveOneAsync(TimeSpan? visibility = null) =>
        (await ReceiveAsync(1, visibility ?? Long, CanMoveTime ? TimeSpan.Zero : LongPoll)).ShouldHaveSingleItem();

    /// <summary>Receives until so many have come, or none comes any more.</summary>
    protected async Task<IReadOnlyList<ReceivedMessage>> ReceiveAllAsync(int count, TimeSpan visibility)
    {
        var messages = new List<ReceivedMessage>();
        while (messages.Count < count
            && await ReceiveAsync(Math.Min(10, count - messages.Count), visibility, CanMoveTime ? TimeSpan.Zero : Short) is { Count: > 0 } some)
        {
            messages.AddRange(some);
        }

        messages.Count.ShouldBe(count);
        return messages;
    }

    /// <summary>Does something when a time has passed: at once where time can be moved, otherwise the long poll in it has to wait.</summary>
    private Task<T> AfterAsync<T>(TimeSpan time, Func<Task<T>> action)
    {
        if (CanMoveTime)
        {
            MoveTime(time);
        }

        return action();
    }
}
