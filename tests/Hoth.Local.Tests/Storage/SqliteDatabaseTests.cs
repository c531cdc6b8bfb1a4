using Hoth.Jobs;
using Hoth.Local.Storage;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TestDatabase _test = new();
    private readonly DocumentTable _documents;

    public SqliteDatabaseTests() => _documents = Database.Prepare(session => new DocumentTable(session));

    private SqliteDatabase Database => _test.Database;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Directory_in_use_is_refused_by_its_name()
    {
        var refused = Should.Throw<DataDirectoryInUseException>(() => SqliteDatabase.Open(new() { DataDirectory = _test.Path }, TimeProvider.System));

        refused.Message.ShouldContain(_test.Path);
    }

    [Fact]
    public void Directory_is_free_after_dispose()
    {
        Database.Dispose();

        Should.NotThrow(() => SqliteDatabase.Open(new() { DataDirectory = _test.Path }, TimeProvider.System).Dispose());
    }

    [Fact]
    public void Directory_of_a_newer_Hoth_is_refused_and_stays_free()
    {
        Database.Prepare(session => { session.Execute($"PRAGMA user_version={StorageSchema.Version + 1}"); return 0; });
        Database.Dispose();

        for (var i = 0; i < 2; i++)
        {
            var refused = Should.Throw<DataDirectoryVersionException>(() => SqliteDatabase.Open(new() { DataDirectory = _test.Path }, TimeProvider.System));
            refused.Message.ShouldContain(_test.Path);
        }
    }

    [Fact]
    public void File_that_is_no_database_is_unavailable()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(directory.Path, "hoth.db"), new string('x', 5000));

        Should.Throw<PortUnavailableException>(() => SqliteDatabase.Open(new() { DataDirectory = directory.Path }, TimeProvider.System));
    }

    [Fact]
    public async Task Dispose_does_what_was_asked_for_before()
    {
        var queue = new SqliteQueue(Database);
        var sends = Enumerable.Range(0, 1000).Select(i => queue.SendAsync(Queues.CostRequests, new($"{i}"), default)).ToList();

        _test.Reopen();

        await Task.WhenAll(sends);
        Count(Database, "message").ShouldBe(1000);
    }

    [Fact]
    public async Task Failing_operation_does_not_harm_its_neighbours_in_the_commit()
    {
        using var gate = new ManualResetEventSlim();
        var first = Database.WriteAsync(() => { gate.Wait(); return Insert("first"); }, default);
        var failing = Database.WriteAsync<int>(() => { Insert("undone"); throw new InvalidTimeZoneException(); }, default);
        var last = Database.WriteAsync(() => Insert("last"), default);
        gate.Set();

        await Should.ThrowAsync<InvalidTimeZoneException>(failing);
        await Task.WhenAll(first, last);

        var documents = new SqliteDocumentStore(Database);
        (await documents.FindAsync("test", "first", default)).ShouldNotBeNull();
        (await documents.FindAsync("test", "undone", default)).ShouldBeNull();
        (await documents.FindAsync("test", "last", default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Operation_cancelled_before_it_starts_does_not_happen()
    {
        using var gate = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var first = Database.WriteAsync(() => { gate.Wait(); return 0; }, default);
        var cancelled = Database.WriteAsync(() => Insert("cancelled"), cancellation.Token);
        await cancellation.CancelAsync();
        gate.Set();

        await first;
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        Count(Database, "document").ShouldBe(0);
    }

    [Fact]
    public async Task Full_disk_is_unavailable_and_the_writer_survives()
    {
        var queue = new SqliteQueue(Database);
        var message = new OutgoingMessage(new string('x', 100_000));
        await queue.SendAsync(Queues.CostRequests, message, default);
        SetMaximumPages(100);
        var sent = 1;

        var failure = await Should.ThrowAsync<PortUnavailableException>(async () =>
        {
            for (; sent < 100; sent++)
            {
                await queue.SendAsync(Queues.CostRequests, message, default);
            }
        });
        failure.Port.ShouldBe("storage");

        SetMaximumPages(1_000_000);
        await queue.SendAsync(Queues.CostRequests, message, default);
        Count(Database, "message").ShouldBe(sent + 1);
    }

    [Fact]
    public async Task Records_and_documents_are_there_after_a_restart()
    {
        var job = Job("job");
        await new SqliteJobStore(Database).TryCreateAsync(job, default);
        await new SqliteDocumentStore(Database).TryPutAsync(new("test", "id", 0, "{}"), default);

        _test.Reopen();

        (await new SqliteJobStore(Database).FindAsync("job", default)).ShouldBe(job);
        (await new SqliteDocumentStore(Database).FindAsync("test", "id", default)).ShouldBe(new StoredDocument("test", "id", 1, "{}"));
    }

    [Fact]
    public async Task Data_directory_of_before_there_were_owners_keeps_its_jobs_and_takes_owned_ones()
    {
        await new SqliteJobStore(Database).TryCreateAsync(Job("old"), default);
        Database.Prepare(session =>
        {
            session.Execute("""
                DROP TABLE feed; DROP TABLE feed_event; DROP TABLE feed_entry;
                DROP INDEX job_owned; ALTER TABLE job DROP COLUMN owner; ALTER TABLE job DROP COLUMN created_at; PRAGMA user_version=3;
                """);
            return 0;
        });

        _test.Reopen();

        var store = new SqliteJobStore(Database);
        (await store.FindAsync("old", default)).ShouldBe(Job("old"));
        (await store.UpdateAsync("old", job => job with { Attempt = 1 }, default)).Written.ShouldBeTrue();
        await store.TryCreateAsync(Job("new") with { Owner = "alice" }, default);
        (await store.ListOwnedAsync("alice", null, null, 10, default)).Jobs.Select(job => job.JobId).ShouldBe(["new"]);
    }

    [Theory]
    [InlineData(JobReader.ListDueSql, "SEARCH job USING INDEX job_due")]
    [InlineData(JobReader.ListDeliveredSql, "SEARCH job USING INDEX job_delivered")]
    [InlineData(JobReader.ListOwnedSql, "SEARCH job USING INDEX job_owned")]
    public void Listing_walks_an_index_and_sorts_nothing(string sql, string expected)
    {
        var plan = Database.Prepare(session =>
        {
            var steps = new List<string>();
            using var statement = session.Prepare("EXPLAIN QUERY PLAN " + sql);
            while (statement.Step())
            {
                steps.Add(statement.Text(3)!);
            }

            return steps;
        });

        plan.ShouldHaveSingleItem().ShouldStartWith(expected);
    }

    private JobRecord Job(string id) => new()
    {
        JobId = id, Kind = JobKind.Cost, InstanceId = "i", RequestHash = "h", GroupId = "g", CorrelationId = "c",
        CreatedAt = _test.Clock.GetUtcNow(), LastUpdatedAt = _test.Clock.GetUtcNow(), DeadlineAt = _test.Clock.GetUtcNow(),
        ExpiresAt = _test.Clock.GetUtcNow().AddDays(1), PurgeAt = _test.Clock.GetUtcNow().AddDays(2),
    };

    private static long Count(SqliteDatabase database, string table) => database.Prepare(session =>
    {
        using var statement = session.Prepare($"SELECT count(*) FROM {table}");
        statement.Step();
        return statement.Int64(0);
    });

    /// <summary>Inserts a document, inside a write operation.</summary>
    private int Insert(string id) => _documents.TryPut(new("test", id, 0, "{}"), "{}"u8, _test.Clock.GetUtcNow()) ? 1 : 0;

    private void SetMaximumPages(int pages) =>
        Database.Prepare(session => { session.Execute($"PRAGMA max_page_count={pages}"); return 0; });
}
