using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Hoth.Aws.DynamoDb;
using Hoth.Aws.Tests.Emulators;
using Hoth.Jobs;
using Hoth.PortContracts;

namespace Hoth.Aws.Tests.DynamoDb;

/// <summary>What is DynamoDB's own; what every job store must do is in the contract.</summary>
[Collection(nameof(DynamoDbLocal))]
public sealed class DynamoJobStoreTests(DynamoDbLocal emulator) : IAsyncLifetime
{
    private readonly ManualTimeProvider clock = new();
    private AmazonDynamoDBClient dynamo = null!;
    private DynamoJobStore store = null!;
    private string table = "";

    public async Task InitializeAsync()
    {
        if (!emulator.IsThere)
        {
            return;
        }

        dynamo = TestClients.DynamoDb(emulator.Endpoint);
        table = await TableDefinition.CreateAsync(dynamo);
        store = new DynamoJobStore(dynamo, table, new TestIds(), clock);
    }

    public Task DisposeAsync()
    {
        dynamo?.Dispose();
        return Task.CompletedTask;
    }

    [SkippableFact]
    public async Task Item_has_what_time_to_live_and_indexes_need()
    {
        emulator.Require();
        var job = Jobs.New("job-1", clock.GetUtcNow());
        await store.TryCreateAsync(job, default);

        var item = await ItemAsync("job-1");
        item[HothTable.TimeToLive].N.ShouldBe($"{job.PurgeAt.ToUnixTimeSeconds() + 1}");
        item[HothTable.DueOrder].S.ShouldBe($"{job.NextDueAt!.Value.UtcTicks:D19}#job-1");
        item[HothTable.Version].N.ShouldBe("1");
        item.ShouldNotContainKey(HothTable.DeliveredShard);

        await store.UpdateAsync("job-1", j => j with { NextDueAt = null, DeliveredAt = clock.GetUtcNow() }, default);
        item = await ItemAsync("job-1");
        item.ShouldNotContainKey(HothTable.DueShard);
        item[HothTable.DeliveredOrder].S.ShouldEndWith("#job-1");
        item[HothTable.Version].N.ShouldBe("2");
    }

    [SkippableFact]
    public async Task Id_is_free_again_when_the_record_is_past_its_purge_and_DynamoDB_has_not_deleted_it_yet()
    {
        emulator.Require();
        var job = Jobs.New("job-1", clock.GetUtcNow());
        await store.TryCreateAsync(job, default);
        clock.Advance(job.PurgeAt - clock.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        (await store.TryCreateAsync(job with { InstanceId = "second" }, default)).ShouldNotBeNull().InstanceId.ShouldBe(job.InstanceId);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        (await store.FindAsync("job-1", default)).ShouldBeNull();
        (await store.UpdateAsync("job-1", j => j, default)).Job.ShouldBeNull();
        (await ItemAsync("job-1")).ShouldNotBeEmpty();
        (await store.TryCreateAsync(Jobs.New("job-1", clock.GetUtcNow()) with { InstanceId = "second" }, default)).ShouldBeNull();
        (await store.FindAsync("job-1", default))!.InstanceId.ShouldBe("second");
    }

    [SkippableFact]
    public async Task Due_records_of_all_shards_come_longest_overdue_first_up_to_the_limit()
    {
        emulator.Require();
        var now = clock.GetUtcNow();
        var ids = Enumerable.Range(0, 60).Select(i => $"job-{i}").ToList();
        ids.Select(HothTable.ShardOf).Distinct().Count().ShouldBe(HothTable.Shards);
        await CreateAsync(ids.Select((id, i) => Jobs.New(id, now) with { NextDueAt = now + TimeSpan.FromSeconds((i * 37) % 60) }));

        var page = await store.ListDueAsync(now + TimeSpan.FromSeconds(39), null, 25, default);
        page.Jobs.Select(job => (job.NextDueAt!.Value - now).TotalSeconds).ShouldBe(Enumerable.Range(0, 25).Select(i => (double)i));
        var rest = await store.ListDueAsync(now + TimeSpan.FromSeconds(39), page.Next, 25, default);
        rest.Jobs.Select(job => (job.NextDueAt!.Value - now).TotalSeconds).ShouldBe(Enumerable.Range(25, 15).Select(i => (double)i));
        rest.Next.ShouldBeNull();
    }

    [SkippableFact]
    public async Task More_records_than_one_batch_reads_are_all_listed()
    {
        emulator.Require();
        var now = clock.GetUtcNow();
        await CreateAsync(Enumerable.Range(0, 130).Select(i => Jobs.New($"job-{i}", now)));
        (await store.ListDueAsync(now + TimeSpan.FromHours(1), null, 1000, default)).Jobs.Count.ShouldBe(130);
        (await store.ListDueAsync(now + TimeSpan.FromHours(1), null, 120, default)).Jobs.Count.ShouldBe(120);
    }

    [SkippableFact]
    public async Task Large_records_are_listed_over_several_answers()
    {
        emulator.Require();
        // 100 × 200 KB are more than the 16 MB that one BatchGetItem answers: the rest comes as UnprocessedKeys.
        var body = $"\"{new string('x', 200_000)}\"";
        await CreateAsync(Enumerable.Range(0, 100).Select(i => Jobs.New($"job-{i}", clock.GetUtcNow(), body)));
        (await store.ListDueAsync(clock.GetUtcNow() + TimeSpan.FromHours(1), null, 1000, default)).Jobs.Count.ShouldBe(100);
    }

    [SkippableFact]
    public async Task Record_of_two_inline_bodies_fits_and_one_over_400_KiB_is_refused_with_its_size()
    {
        emulator.Require();
        var inline = new JobBody($"\"{new string('x', JobBody.InlineLimit - 2)}\"");
        (await store.TryCreateAsync(Jobs.New("fits", clock.GetUtcNow()) with { Request = inline, Result = inline }, default)).ShouldBeNull();

        var tooLarge = Jobs.New("too-large", clock.GetUtcNow(), $"\"{new string('x', HothTable.MaximumItemBytes)}\"");
        var refused = await Should.ThrowAsync<ArgumentException>(() => store.TryCreateAsync(tooLarge, default));
        refused.Message.ShouldContain("400 KiB");
        refused.Message.ShouldContain("too-large");
    }

    [SkippableFact]
    public async Task Many_writers_of_one_record_all_get_through()
    {
        emulator.Require();
        await store.TryCreateAsync(Jobs.New("job-1", clock.GetUtcNow()), default);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.UpdateAsync("job-1", j => j with { Attempt = j.Attempt + 1 }, default)));
        var job = await store.FindAsync("job-1", default);
        job!.Attempt.ShouldBe(8);
        job.Version.ShouldBe(9);
    }

    private Task CreateAsync(IEnumerable<JobRecord> jobs) =>
        Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (job, ct) => (await store.TryCreateAsync(job, ct)).ShouldBeNull());

    private async Task<Dictionary<string, AttributeValue>> ItemAsync(string jobId) =>
        (await dynamo.GetItemAsync(new GetItemRequest { TableName = table, Key = Item.Key(JobItem.PartitionOf(jobId)), ConsistentRead = true })).Item;
}
