using System.Globalization;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.PortContracts;

/// <summary>What every <see cref="IEventFeed"/> promises. Tests use feeds of their own, so that they may share a store.</summary>
public abstract class EventFeedContract
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 5, 0, 0, 123, TimeSpan.Zero);

    private static int _lastId;

    private readonly string _feed = string.Create(CultureInfo.InvariantCulture, $"feed-{Environment.ProcessId}-{Interlocked.Increment(ref _lastId)}");

    /// <summary>The feeds under test.</summary>
    protected abstract IEventFeed Feeds { get; }

    /// <summary>The feeds' clock, now.</summary>
    protected virtual DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>The same feeds as another process has them.</summary>
    protected virtual IEventFeed Elsewhere => Feeds;

    [SkippableFact]
    public async Task Feed_that_has_not_begun_is_empty()
    {
        var page = await Feeds.ReadAsync(_feed, 0, 10, default);

        page.Events.ShouldBeEmpty();
        (page.LastSeq, page.IsClosed).ShouldBe((0, false));
        (await Feeds.FindEntryAsync(_feed, "key", default)).ShouldBeNull();
        (await Feeds.ListEntriesAsync(_feed, "k", null, default)).Entries.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Appended_events_are_read_as_they_were_numbered_from_1()
    {
        (await AppendAsync("a", "ONE")).ShouldBe(FeedAppend.Appended);
        (await AppendAsync("b", "TWO", "THREE")).ShouldBe(FeedAppend.Appended);

        var page = await Feeds.ReadAsync(_feed, 0, 10, default);
        page.Events.ShouldBe([new(1, "ONE", At, """{"of":"a ä🜚"}"""), new(2, "TWO", At, """{"of":"b ä🜚"}"""), new(3, "THREE", At, """{"of":"b ä🜚"}""")]);
        (page.LastSeq, page.IsClosed).ShouldBe((3, false));
        page.Counts.OrderBy(type => type.Key).Select(type => (type.Key, type.Value)).ShouldBe([("ONE", 1), ("THREE", 1), ("TWO", 1)]);
    }

    [SkippableFact]
    public async Task Key_is_appended_once_whatever_comes_with_it()
    {
        await AppendAsync("a", "ONE");

        (await AppendAsync("a", "ONE", "TWO")).ShouldBe(FeedAppend.AlreadyThere);
        (await Elsewhere.AppendAsync(_feed, Entry("a", "TWO") with { Closes = true, Content = "other" }, default)).ShouldBe(FeedAppend.AlreadyThere);

        (await TypesAsync()).ShouldBe(["ONE"]);
        (await Feeds.FindEntryAsync(_feed, "a", default)).ShouldBe("");
        (await AppendAsync("b", "TWO")).ShouldBe(FeedAppend.Appended);
    }

    [SkippableFact]
    public async Task Nothing_follows_what_closes_a_feed()
    {
        await AppendAsync("a", "ONE");
        (await Elsewhere.AppendAsync(_feed, Entry("end", "END") with { Closes = true }, default)).ShouldBe(FeedAppend.Appended);

        (await AppendAsync("b", "TWO")).ShouldBe(FeedAppend.Closed);
        (await Feeds.AppendAsync(_feed, Entry("end-2", "END") with { Closes = true }, default)).ShouldBe(FeedAppend.Closed);
        (await AppendAsync("a", "ONE")).ShouldBe(FeedAppend.AlreadyThere);
        (await Feeds.AppendAsync(_feed, Entry("end", "END") with { Closes = true }, default)).ShouldBe(FeedAppend.AlreadyThere);

        var page = await Feeds.ReadAsync(_feed, 0, 10, default);
        page.Events.Select(e => e.Type).ShouldBe(["ONE", "END"]);
        (page.LastSeq, page.IsClosed).ShouldBe((2, true));
        (await Feeds.FindEntryAsync(_feed, "b", default)).ShouldBeNull();
    }

    [SkippableFact]
    public async Task Feed_can_be_closed_by_its_first_entry_which_may_have_no_event()
    {
        (await Feeds.AppendAsync(_feed, Entry("end") with { Closes = true }, default)).ShouldBe(FeedAppend.Appended);

        var page = await Feeds.ReadAsync(_feed, 0, 10, default);
        (page.Events.Count, page.LastSeq, page.IsClosed).ShouldBe((0, 0, true));
        (await AppendAsync("a", "ONE")).ShouldBe(FeedAppend.Closed);
    }

    [SkippableFact]
    public async Task Entry_without_events_keeps_its_content()
    {
        await Feeds.AppendAsync(_feed, Entry("a") with { Content = "{}" }, default);
        await Elsewhere.AppendAsync(_feed, Entry("b") with { Content = "[]" }, default);

        (await Feeds.FindEntryAsync(_feed, "a", default)).ShouldBe("{}");
        (await Feeds.FindEntryAsync(_feed, "b", default)).ShouldBe("[]");
        (await Feeds.ReadAsync(_feed, 0, 1, default)).LastSeq.ShouldBe(0);
    }

    [SkippableFact]
    public async Task Largest_content_and_events_come_back_as_they_were()
    {
        var content = new string('ä', FeedEntry.MaximumContent / 2);
        var data = "\"" + new string('x', FeedEntry.MaximumData - 2) + "\"";
        var key = "!~" + new string('k', FeedEntry.MaximumKeyLength - 2);

        await Feeds.AppendAsync(_feed, new(key, [.. Enumerable.Repeat(new NewEvent("LARGE", At, data), FeedEntry.MaximumEvents)], Tomorrow) { Content = content }, default);

        (await Feeds.FindEntryAsync(_feed, key, default)).ShouldBe(content);
        (await Feeds.ReadAsync(_feed, 0, 500, default)).Events.Select(e => e.Data).ShouldBe(Enumerable.Repeat(data, FeedEntry.MaximumEvents));
    }

    [SkippableFact]
    public async Task What_is_over_a_limit_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => Feeds.AppendAsync("a b", Entry("a"), default));
        await Should.ThrowAsync<ArgumentException>(() => AppendAsync("a b", "ONE"));
        await Should.ThrowAsync<ArgumentException>(() => AppendAsync("", "ONE"));
        await Should.ThrowAsync<ArgumentException>(() => AppendAsync(new string('k', FeedEntry.MaximumKeyLength + 1), "ONE"));
        await Should.ThrowAsync<ArgumentException>(() => AppendAsync("a", [.. Enumerable.Repeat("ONE", FeedEntry.MaximumEvents + 1)]));
        await Should.ThrowAsync<ArgumentException>(() => Feeds.AppendAsync(_feed, Entry("a") with { Content = new string('x', FeedEntry.MaximumContent + 1) }, default));
        await Should.ThrowAsync<ArgumentException>(() => Feeds.AppendAsync(_feed, new("a", [new("ONE", At, new string('x', FeedEntry.MaximumData + 1))], Tomorrow), default));
        await Should.ThrowAsync<ArgumentException>(() => Feeds.ReadAsync(_feed, -1, 1, default));
        await Should.ThrowAsync<ArgumentException>(() => Feeds.ReadAsync(_feed, 0, 0, default));
        await Should.ThrowAsync<ArgumentException>(() => Feeds.ReadAsync(_feed, 0, 501, default));
        (await Feeds.ReadAsync(_feed, 0, 1, default)).LastSeq.ShouldBe(0);
    }

    [SkippableFact]
    public async Task Reading_begins_behind_what_was_seen_and_ends_at_the_limit()
    {
        for (var i = 0; i < 5; i++)
        {
            await AppendAsync($"k{i}", "A", "B");
        }

        (await SeqsAsync(0, 3)).ShouldBe([1, 2, 3]);
        (await SeqsAsync(3, 3)).ShouldBe([4, 5, 6]);
        (await SeqsAsync(9, 500)).ShouldBe([10]);
        (await SeqsAsync(10, 1)).ShouldBeEmpty();
        (await SeqsAsync(11, 1)).ShouldBeEmpty();
        (await SeqsAsync(long.MaxValue, 500)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Entries_are_listed_by_prefix_in_the_order_of_their_keys_page_by_page()
    {
        foreach (var i in Enumerable.Range(0, 50).Reverse())
        {
            await Feeds.AppendAsync(_feed, Entry($"s/{i:00}", "A") with { Content = $"{i}" }, default);
        }

        await AppendAsync("s", "A");
        await AppendAsync("r/1", "A");
        await AppendAsync("s0", "A");
        var found = new List<KeyValuePair<string, string>>();
        string? next = null;
        do
        {
            var page = await Feeds.ListEntriesAsync(_feed, "s/", next, default);
            found.AddRange(page.Entries);
            next = page.Next;
        }
        while (next is not null);

        found.ShouldBe(Enumerable.Range(0, 50).Select(i => KeyValuePair.Create($"s/{i:00}", $"{i}")));
    }

    [SkippableFact]
    public async Task Feeds_do_not_mix()
    {
        await AppendAsync("a", "ONE");

        (await Feeds.AppendAsync(_feed + "-2", Entry("a", "TWO"), default)).ShouldBe(FeedAppend.Appended);

        (await Feeds.ReadAsync(_feed + "-2", 0, 10, default)).Events.Select(e => e.Type).ShouldBe(["TWO"]);
        (await TypesAsync()).ShouldBe(["ONE"]);
    }

    [SkippableFact]
    public async Task Many_writers_and_readers_with_any_limit_see_one_dense_feed_in_which_every_key_is_once()
    {
        const int Writers = 8, Keys = 15;
        using var readers = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var reading = new[] { 1, 7, 500 }.Select(limit => Task.Run(() => FollowAsync(limit, readers.Token))).ToList();

        // Each key is appended by two writers, in two processes.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var appended = 0;
            for (var i = 0; i < Keys; i++)
            {
                var entry = Entry($"{writer / 2}/{i}", "A", "B");
                appended += await (writer % 2 == 0 ? Feeds : Elsewhere).AppendAsync(_feed, entry, readers.Token) == FeedAppend.Appended ? 1 : 0;
            }

            return appended;
        })));
        await Feeds.AppendAsync(_feed, Entry("end", "END") with { Closes = true }, default);

        outcomes.Sum().ShouldBe(Writers / 2 * Keys);
        var seen = await Task.WhenAll(reading);
        seen.ShouldAllBe(events => events.SequenceEqual(seen[0]));
        seen[0].Select(e => e.Seq).ShouldBe(Enumerable.Range(1, Writers * Keys + 1).Select(i => (long)i));
        seen[0][^1].Type.ShouldBe("END");
        seen[0].SkipLast(1).Chunk(2).ShouldAllBe(pair => pair[0].Type == "A" && pair[1].Type == "B" && pair[0].Data == pair[1].Data);
        seen[0].SkipLast(1).Select(e => e.Data).Distinct().Count().ShouldBe(Writers / 2 * Keys);
        var counts = (await Elsewhere.ReadAsync(_feed, 0, 1, default)).Counts;
        (counts["A"], counts["B"], counts["END"]).ShouldBe((Writers / 2 * Keys, Writers / 2 * Keys, 1));
    }

    private DateTimeOffset Tomorrow => Now + TimeSpan.FromDays(1);

    private FeedEntry Entry(string key, params string[] types) =>
        new(key, [.. types.Select(type => new NewEvent(type, At, $$"""{"of":"{{key}} ä🜚"}"""))], Tomorrow);

    private Task<FeedAppend> AppendAsync(string key, params string[] types) => Feeds.AppendAsync(_feed, Entry(key, types), default);

    private async Task<IEnumerable<string>> TypesAsync() => (await Feeds.ReadAsync(_feed, 0, 500, default)).Events.Select(e => e.Type);

    private async Task<IEnumerable<long>> SeqsAsync(long after, int limit) => (await Feeds.ReadAsync(_feed, after, limit, default)).Events.Select(e => e.Seq);

    /// <summary>Reads until the feed is closed and nothing is left.</summary>
    private async Task<List<FeedEvent>> FollowAsync(int limit, CancellationToken cancellationToken)
    {
        var seen = new List<FeedEvent>();
        while (true)
        {
            var page = await Elsewhere.ReadAsync(_feed, seen.Count, limit, cancellationToken);
            page.Events.Select(e => e.Seq).ShouldBe(Enumerable.Range(seen.Count + 1, page.Events.Count).Select(i => (long)i));
            page.Events.Count.ShouldBeLessThanOrEqualTo(limit);
            seen.AddRange(page.Events);
            if (page.IsClosed && seen.Count == page.LastSeq)
            {
                return seen;
            }

            await Task.Yield();
        }
    }
}
