using System.Text;
using Hoth.Ports;

namespace Hoth.Local.Storage;

/// <summary>
/// What a queue does to the tables. Every method runs on the writer thread, inside an operation; nothing in here is kept in memory that
/// a rolled back transaction would make wrong.
/// </summary>
/// <remarks>
/// A message is ready (counted in its group's <c>ready</c>) or hidden (<c>in_flight</c>). Hidden messages become ready when a receive
/// finds that their time has come, at most once per delivery, so that the cost of a receive does not depend on how many wait.
/// </remarks>
internal sealed class QueueTables
{
    /// <summary>How many hidden messages one receive makes ready at the most: keeps a receive short when 20,000 come due at once.</summary>
    private const int PromotionsPerReceive = 100;

    private readonly QueueStatements _sql;
    private readonly TimeProvider _time;
    private readonly SqliteSession _session;
    private readonly List<(long Seq, string Group, long Receives)> _due = new(PromotionsPerReceive);
    private long _turn;

    public QueueTables(SqliteSession session, TimeProvider time, bool releaseInFlight)
    {
        _session = session;
        _time = time;
        if (releaseInFlight)
        {
            // 1: hidden until long ago. The way back through Promote sends those that were received too often to the dead-letter queue.
            session.Execute("UPDATE message SET visible_at = 1 WHERE visible_at > 1 AND held = 1");
        }

        // Derived from the messages, so made anew: who was served when does not matter over a restart.
        session.Execute("""
            DELETE FROM message_group;
            INSERT INTO message_group(queue, grp, ready, in_flight, turn)
                SELECT queue, grp, sum(visible_at = 0), sum(visible_at > 0), 0 FROM message GROUP BY queue, grp;
            """);
        _sql = new QueueStatements(session);
    }

    private long Now => _time.GetUtcNow().UtcTicks;

    /// <summary>The number of a queue in the tables.</summary>
    public long Register(string name)
    {
        _sql.AddQueue.Bind(1, name).Run();
        using var find = _sql.FindQueue.Bind(1, name);
        find.Step();
        return find.Int64(0);
    }

    public string Send(long queue, string group, string? traceParent, ReadOnlySpan<byte> body)
    {
        _sql.Insert.Bind(1, queue).Bind(2, group).Bind(3, Now).Bind(4, traceParent).Bind(5, body).Run();
        var seq = _session.LastInsertRowId;
        CountReady(queue, group);
        return MessageReceipt.MessageId(seq);
    }

    /// <summary>One message after the other, each from the group whose turn it is then.</summary>
    /// <param name="queue">Which queue.</param>
    /// <param name="maximum">At most so many.</param>
    /// <param name="visibility">How long they are hidden.</param>
    /// <param name="held">Whether they are hidden no longer than this process lives.</param>
    public List<ReceivedMessage> Receive(QueueState queue, int maximum, TimeSpan visibility, bool held)
    {
        var now = Now;
        Promote(queue, now);
        var received = new List<ReceivedMessage>(maximum);
        while (received.Count < maximum && TakeTurn(queue.Id) is { } group)
        {
            var message = Take(queue.Id, group, now, visibility, held);
            if (message is not null)
            {
                received.Add(message);
            }
        }

        return received;
    }

    public bool Delete(long queue, MessageReceipt receipt)
    {
        string group;
        bool wasHidden;
        using (var delete = _sql.Delete.Bind(1, receipt.Seq).Bind(2, queue).Bind(3, receipt.Receives))
        {
            if (!delete.Step())
            {
                return false;
            }

            group = delete.Text(0)!;
            wasHidden = delete.Int64(1) > 0;
            delete.Step();
        }

        Uncount(queue, group, wasHidden);
        return true;
    }

    /// <returns>False when the message is not in flight by this receipt.</returns>
    public bool ChangeVisibility(long queue, MessageReceipt receipt, TimeSpan visibility)
    {
        var now = Now;
        return _sql.ChangeVisibility.Bind(1, receipt.Seq).Bind(2, queue).Bind(3, receipt.Receives)
            .Bind(4, now + visibility.Ticks).Bind(5, now).Run() > 0;
    }

    /// <summary>Whether a receive would find something, now or at which instant (ticks); null when nothing is hidden either.</summary>
    public long? NextVisibleAt(long queue)
    {
        using (var ready = _sql.NextGroup.Bind(1, queue))
        {
            if (ready.Step())
            {
                return 0;
            }
        }

        using var hidden = _sql.FirstHidden.Bind(1, queue);
        return hidden.Step() ? hidden.Int64(0) : null;
    }

    /// <summary>Removes what nobody has read for 14 days, the oldest first, and the counts of groups that are gone.</summary>
    /// <returns>How many messages were removed; <paramref name="limit"/> when there may be more.</returns>
    public int Purge(int limit)
    {
        var before = Now - QueueDefinition.Retention.Ticks;
        var removed = 0;
        while (removed < limit)
        {
            long seq, queue;
            string group;
            bool hidden;
            using (var oldest = _sql.Oldest)
            {
                if (!oldest.Step() || oldest.Int64(4) >= before)
                {
                    break;
                }

                (seq, queue, group, hidden) = (oldest.Int64(0), oldest.Int64(1), oldest.Text(2)!, oldest.Int64(3) > 0);
            }

            _sql.Remove.Bind(1, seq).Run();
            Uncount(queue, group, hidden);
            removed++;
        }

        _sql.ForgetGroups.Run();
        return removed;
    }

    private void Promote(QueueState queue, long now)
    {
        using (var due = _sql.Due.Bind(1, queue.Id).Bind(2, now).Bind(3, PromotionsPerReceive))
        {
            while (due.Step())
            {
                _due.Add((due.Int64(0), due.Text(1)!, due.Int64(2)));
            }
        }

        foreach (var (seq, group, receives) in _due)
        {
            Uncount(queue.Id, group, wasHidden: true);
            var target = receives >= queue.MaxReceiveCount ? queue.DeadLetterId : queue.Id;
            _sql.MakeReady.Bind(1, seq).Bind(2, target).Run();
            CountReady(target, group);
        }

        _due.Clear();
    }

    /// <summary>The group to serve next, already counted as served; null when nothing is ready.</summary>
    private string? TakeTurn(long queue)
    {
        using var turn = _sql.TakeTurn.Bind(1, queue).Bind(2, ++_turn);
        if (!turn.Step())
        {
            return null;
        }

        var group = turn.Text(0)!;
        turn.Step();
        return group;
    }

    /// <summary>The group's oldest ready message; null when its retention has ended.</summary>
    private ReceivedMessage? Take(long queue, string group, long now, TimeSpan visibility, bool held)
    {
        ReceivedMessage? message;
        long seq;
        using (var take = _sql.Take.Bind(1, queue).Bind(2, group).Bind(3, now + Math.Max(1, visibility.Ticks)).Bind(4, held ? 1 : 0))
        {
            if (!take.Step())
            {
                throw new InvalidOperationException($"Message group '{group}' counts messages that are not there.");
            }

            seq = take.Int64(0);
            var receives = take.Int64(1);
            var sentAt = take.Instant(2);
            message = sentAt.UtcTicks < now - QueueDefinition.Retention.Ticks
                ? null
                : new ReceivedMessage(
                    MessageReceipt.MessageId(seq),
                    new MessageReceipt(seq, receives).ToString(),
                    Encoding.UTF8.GetString(take.Blob(4)),
                    group.Length == 0 ? null : group,
                    (int)receives,
                    sentAt,
                    take.Text(3));
            take.Step();
        }

        if (message is null)
        {
            _sql.Remove.Bind(1, seq).Run();
            Uncount(queue, group, wasHidden: true);
        }

        return message;
    }

    private void CountReady(long queue, string group) => _sql.CountReady.Bind(1, queue).Bind(2, group).Bind(3, ++_turn).Run();

    private void Uncount(long queue, string group, bool wasHidden) =>
        (wasHidden ? _sql.UncountHidden : _sql.UncountReady).Bind(1, queue).Bind(2, group).Run();
}

/// <summary>One queue, as the tables know it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="MaxReceiveCount">See <see cref="QueueDefinition"/>; never reached for a dead-letter queue.</param>
/// <param name="DeadLetterId">Where its messages go then.</param>
internal sealed record QueueState(long Id, int MaxReceiveCount, long DeadLetterId)
{
    /// <summary>Those who wait for a message of this queue.</summary>
    public QueueWaiters Waiters { get; } = new();
}
