using System.Collections.Concurrent;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Hoth.Ports;

namespace Hoth.Aws.DynamoDb;

/// <summary>
/// Feeds in the one table (<see cref="HothTable"/>). An append is one transaction over the head, which must not have moved, the entry and its events; who
/// loses against another one tries again behind it.
/// </summary>
/// <param name="dynamo">The low-level client, made at the first call.</param>
/// <param name="tableName">The table.</param>
/// <param name="ids">Marks writes, and gives the jitter between tries.</param>
/// <param name="clock">Of the host.</param>
public sealed class DynamoEventFeed(Lazy<IAmazonDynamoDB> dynamo, string tableName, IIds ids, TimeProvider clock) : IEventFeed
{
    /// <summary>With the waits between them about 6 s of somebody else always being faster.</summary>
    private const int MaximumTries = 40;

    /// <summary>Items of a transaction become visible one by one for a moment: so often a reader looks again for those that the head has promised.</summary>
    private const int MaximumLooks = 5;

    /// <summary>At most 300 KiB each; DynamoDB ends a page at 1 MB anyway.</summary>
    private const int EntriesOfPage = 20;

    private const int RememberedHeads = 1000;

    private readonly HothTableClient table = new(dynamo, tableName, "event feed", clock);

    /// <summary>Heads as this process has seen them last: a guess that saves the read before a write.</summary>
    private readonly ConcurrentDictionary<string, FeedHead> heads = new(StringComparer.Ordinal);

    /// <summary>One append of a feed at a time in this process: they would only be in each other's way.</summary>
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, HothTable.Shards).Select(_ => new SemaphoreSlim(1))];

    /// <summary>On a client that is there already.</summary>
    public DynamoEventFeed(IAmazonDynamoDB dynamo, string tableName, IIds ids, TimeProvider clock)
        : this(new Lazy<IAmazonDynamoDB>(dynamo), tableName, ids, clock)
    {
    }

    /// <inheritdoc />
    public async Task<FeedAppend> AppendAsync(string feed, FeedEntry entry, CancellationToken cancellationToken)
    {
        FeedRules.Check(feed, entry);
        var turn = turns[HothTable.ShardOf(feed)];
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await AppendInTurnAsync(feed, entry, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc />
    public async Task<FeedPage> ReadAsync(string feed, long after, int limit, CancellationToken cancellationToken)
    {
        FeedRules.CheckRead(feed, after, limit);
        var found = FeedHead.Read(await GetAsync(FeedItems.HeadKey(feed), cancellationToken));
        if (found is not { } head)
        {
            return FeedPage.Empty;
        }

        var upTo = Math.Min(head.Last, after + limit);
        for (var look = 1; ; look++)
        {
            var events = after >= upTo ? [] : await QueryEventsAsync(feed, after, upTo, cancellationToken);
            if (events.Count == upTo - after || after >= upTo || look == MaximumLooks)
            {
                return new FeedPage(events, head.Last, head.IsClosed, head.Counts);
            }

            await WaitAsync(look, cancellationToken);
        }
    }

    /// <inheritdoc />
    public async Task<string?> FindEntryAsync(string feed, string key, CancellationToken cancellationToken)
    {
        FeedRules.CheckFeed(feed);
        FeedRules.CheckKey(key);
        return await GetAsync(FeedItems.EntryKey(feed, key), cancellationToken) is { } item ? FeedItems.ContentOf(item) : null;
    }

    /// <inheritdoc />
    public async Task<FeedEntryPage> ListEntriesAsync(string feed, string prefix, string? after, CancellationToken cancellationToken)
    {
        FeedRules.CheckFeed(feed);
        FeedRules.CheckKey(prefix);
        // Keys are ASCII: DEL sorts behind every one of them. BETWEEN includes both ends; a key followed by a blank is behind that key and before the next.
        var request = Query(feed, after is null ? FeedItems.EntryOrder(prefix) : FeedItems.EntryOrder(after) + " ", FeedItems.EntryOrder(prefix) + "\u007f");
        request.Limit = EntriesOfPage;
        var page = await table.CallAsync((db, ct) => db.QueryAsync(request, ct), cancellationToken);
        var entries = (page.Items ?? []).Select(item => KeyValuePair.Create(FeedItems.KeyOf(item), FeedItems.ContentOf(item))).ToList();
        return new FeedEntryPage(entries, page.LastEvaluatedKey is { Count: > 0 } ? entries[^1].Key : null);
    }

    private async Task<FeedAppend> AppendInTurnAsync(string feed, FeedEntry entry, CancellationToken cancellationToken)
    {
        var writeId = ids.NewId();
        var seen = heads.TryGetValue(feed, out var remembered) ? remembered : FeedHead.Read(await GetAsync(FeedItems.HeadKey(feed), cancellationToken));
        for (var attempt = 1; attempt <= MaximumTries; attempt++)
        {
            var (outcome, there) = await TryAppendAsync(feed, seen, entry, writeId, cancellationToken);
            if (outcome is not null)
            {
                return outcome.Value;
            }

            if (attempt > 1)
            {
                await WaitAsync(attempt, cancellationToken);
            }

            seen = there ?? FeedHead.Read(await GetAsync(FeedItems.HeadKey(feed), cancellationToken));
        }

        throw table.Unavailable($"feed {feed} was appended to by others {MaximumTries} times in a row");
    }

    /// <returns>What came of it; null when the head is another one than was seen, with that head where it is known.</returns>
    private async Task<(FeedAppend? Outcome, FeedHead? There)> TryAppendAsync(
        string feed, FeedHead? seen, FeedEntry entry, string writeId, CancellationToken cancellationToken)
    {
        if (seen is { IsClosed: true })
        {
            return (await ThereAsync(feed, entry, writeId, cancellationToken) ?? FeedAppend.Closed, null);
        }

        var last = seen?.Last ?? 0;
        var next = (seen ?? FeedHead.Start).Behind(entry);
        try
        {
            var request = new TransactWriteItemsRequest
            {
                TransactItems =
                [
                    Put(FeedItems.WriteHead(feed, next, entry.ExpiresAt), IsStill(seen), seen),
                    Put(FeedItems.WriteEntry(feed, entry, writeId), IsFree),
                    .. entry.Events.Select((e, i) => Put(FeedItems.WriteEvent(feed, last + 1 + i, e, entry.ExpiresAt), IsFree)),
                ],
            };
            await table.CallAsync((db, ct) => db.TransactWriteItemsAsync(request, ct), cancellationToken);
            Remember(feed, next);
            return (FeedAppend.Appended, null);
        }
        catch (TransactionCanceledException e) when (e.CancellationReasons is { Count: > 1 } reasons && reasons.All(IsExpected))
        {
            heads.TryRemove(feed, out _);
            // Refused for the entry: it is there, perhaps by this very request, whose answer was lost.
            return reasons[1].Code == ConditionFailed ? (await ThereAsync(feed, entry, writeId, cancellationToken), null) : (null, FeedHead.Read(reasons[0].Item));
        }
    }

    private const string IsFree = $"attribute_not_exists({HothTable.PartitionKey})";
    private const string ConditionFailed = "ConditionalCheckFailed";

    private static bool IsExpected(CancellationReason reason) => reason.Code is null or "None" or ConditionFailed or "TransactionConflict";

    private static string IsStill(FeedHead? seen) => seen is null ? IsFree : $"{FeedItems.Last} = :last AND {FeedItems.IsClosed} = :open";

    private TransactWriteItem Put(Dictionary<string, AttributeValue> item, string condition, FeedHead? seen = null) => new()
    {
        Put = new Put
        {
            TableName = tableName,
            Item = item,
            ConditionExpression = condition,
            ExpressionAttributeValues = seen is { } head ? new() { [":last"] = Item.Number(head.Last), [":open"] = new AttributeValue { BOOL = false } } : null,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        },
    };

    /// <summary>Null: there is no entry of this key.</summary>
    private async Task<FeedAppend?> ThereAsync(string feed, FeedEntry entry, string writeId, CancellationToken cancellationToken) =>
        await GetAsync(FeedItems.EntryKey(feed, entry.Key), cancellationToken) is not { } there ? null
        : there.Text(HothTable.WriteId) == writeId ? FeedAppend.Appended
        : FeedAppend.AlreadyThere;

    private void Remember(string feed, FeedHead head)
    {
        if (heads.Count >= RememberedHeads)
        {
            heads.Clear();
        }

        heads[feed] = head;
    }

    private async Task<List<FeedEvent>> QueryEventsAsync(string feed, long after, long upTo, CancellationToken cancellationToken)
    {
        var request = Query(feed, FeedItems.EventOrder(after + 1), FeedItems.EventOrder(upTo));
        var events = new List<FeedEvent>();
        do
        {
            var page = await table.CallAsync((db, ct) => db.QueryAsync(request, ct), cancellationToken);
            foreach (var e in (page.Items ?? []).Select(FeedItems.ReadEvent))
            {
                if (e.Seq != after + events.Count + 1)
                {
                    return events;
                }

                events.Add(e);
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
        return events;
    }

    private QueryRequest Query(string feed, string from, string to) => new()
    {
        TableName = tableName,
        ConsistentRead = true,
        KeyConditionExpression = $"{HothTable.PartitionKey} = :feed AND {HothTable.SortKey} BETWEEN :from AND :to",
        ExpressionAttributeValues = new() { [":feed"] = Item.Text(FeedItems.PartitionOf(feed)), [":from"] = Item.Text(from), [":to"] = Item.Text(to) },
    };

    private async Task<Dictionary<string, AttributeValue>?> GetAsync(Dictionary<string, AttributeValue> key, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = tableName, Key = key, ConsistentRead = true };
        var item = (await table.CallAsync((db, ct) => db.GetItemAsync(request, ct), cancellationToken)).Item;
        return item is { Count: > 0 } ? item : null;
    }

    /// <summary>Full jitter, 5 ms doubling up to 320 ms. Real time: what it waits for is the table, not the host's clock.</summary>
    private Task WaitAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(5 * Math.Pow(2, Math.Min(attempt - 1, 6)) * ids.NextDouble()), TimeProvider.System, cancellationToken);
}
