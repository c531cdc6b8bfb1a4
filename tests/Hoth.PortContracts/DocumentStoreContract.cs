using System.Globalization;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.PortContracts;

/// <summary>What every <see cref="IDocumentStore"/> promises. Tests use ids of their own, so that they may share a store.</summary>
public abstract class DocumentStoreContract
{
    private const string Type = "contract-test";

    private static int _lastId;

    private readonly string _id = string.Create(CultureInfo.InvariantCulture, $"document-{Environment.ProcessId}-{Interlocked.Increment(ref _lastId)}");

    /// <summary>The store under test.</summary>
    protected abstract IDocumentStore Store { get; }

    /// <summary>The store's clock, now.</summary>
    protected abstract DateTimeOffset Now { get; }

    /// <summary>False when <see cref="MoveTime"/> cannot be called.</summary>
    protected virtual bool CanMoveTime => false;

    /// <summary>Moves the clock of the store on.</summary>
    protected virtual void MoveTime(TimeSpan by) => throw new NotSupportedException();

    [SkippableFact]
    public async Task Inserted_document_is_found_with_version_1()
    {
        var document = new StoredDocument(Type, _id, 0, """{"text":"ä 🜚 \u0000"}""", Now.AddTicks(-Now.Ticks % TimeSpan.TicksPerSecond) + TimeSpan.FromDays(1));

        (await Store.TryPutAsync(document, default)).ShouldBeTrue();

        (await FindAsync()).ShouldBe(document with { Version = 1 });
    }

    [SkippableFact]
    public async Task Document_that_is_not_there_is_null()
    {
        (await FindAsync()).ShouldBeNull();
    }

    [SkippableFact]
    public async Task Large_document_is_found_as_it_was()
    {
        var json = "\"" + new string('x', 300 * 1024 - 2) + "\"";

        (await PutAsync(0, json)).ShouldBeTrue();

        (await FindAsync())!.Json.ShouldBe(json);
    }

    [SkippableFact]
    public async Task Types_do_not_mix()
    {
        await PutAsync(0);

        (await Store.FindAsync("another-type", _id, default)).ShouldBeNull();
        (await Store.TryDeleteAsync("another-type", _id, 1, default)).ShouldBeFalse();
    }

    [SkippableFact]
    public async Task Insert_is_refused_while_there_is_one()
    {
        await PutAsync(0, "1");

        (await PutAsync(0, "2")).ShouldBeFalse();

        (await FindAsync()).ShouldBe(new StoredDocument(Type, _id, 1, "1"));
    }

    [SkippableFact]
    public async Task Write_raises_the_version_and_refuses_another_one()
    {
        await PutAsync(0, "1");

        (await PutAsync(1, "2")).ShouldBeTrue();
        (await PutAsync(1, "3")).ShouldBeFalse();
        (await PutAsync(3, "4")).ShouldBeFalse();

        (await FindAsync()).ShouldBe(new StoredDocument(Type, _id, 2, "2"));
    }

    [SkippableFact]
    public async Task Write_of_a_missing_document_is_refused()
    {
        (await PutAsync(1)).ShouldBeFalse();

        (await FindAsync()).ShouldBeNull();
    }

    [SkippableFact]
    public async Task Only_one_of_many_concurrent_writers_wins()
    {
        await PutAsync(0, "0");

        var won = await Task.WhenAll(Enumerable.Range(1, 30).Select(i => PutAsync(1, $"{i}")));

        won.Count(w => w).ShouldBe(1);
        (await FindAsync()).ShouldBe(new StoredDocument(Type, _id, 2, $"{Array.IndexOf(won, true) + 1}"));
    }

    [SkippableFact]
    public async Task Expired_document_is_as_if_it_were_not_there()
    {
        await Store.TryPutAsync(new(Type, _id, 0, "1", CanMoveTime ? Now + TimeSpan.FromHours(1) : Now - TimeSpan.FromSeconds(10)), default);
        if (CanMoveTime)
        {
            (await FindAsync()).ShouldNotBeNull();
            (await PutAsync(0, "2")).ShouldBeFalse();
            MoveTime(TimeSpan.FromHours(1));
        }

        (await FindAsync()).ShouldBeNull();
        (await PutAsync(1, "2")).ShouldBeFalse();
        (await Store.TryDeleteAsync(Type, _id, 1, default)).ShouldBeFalse();
        (await PutAsync(0, "3")).ShouldBeTrue();
        (await FindAsync()).ShouldBe(new StoredDocument(Type, _id, 1, "3"));
    }

    [SkippableFact]
    public async Task Write_without_expiry_keeps_the_document()
    {
        await Store.TryPutAsync(new(Type, _id, 0, "1", Now + TimeSpan.FromHours(1)), default);

        (await PutAsync(1, "2")).ShouldBeTrue();

        (await FindAsync())!.ExpiresAt.ShouldBeNull();
    }

    [SkippableFact]
    public async Task Delete_removes_only_its_version()
    {
        await PutAsync(0);

        (await Store.TryDeleteAsync(Type, _id, 2, default)).ShouldBeFalse();
        (await FindAsync()).ShouldNotBeNull();
        (await Store.TryDeleteAsync(Type, _id, 1, default)).ShouldBeTrue();

        (await FindAsync()).ShouldBeNull();
        (await Store.TryDeleteAsync(Type, _id, 1, default)).ShouldBeFalse();
        (await PutAsync(0)).ShouldBeTrue();
    }

    private Task<StoredDocument?> FindAsync() => Store.FindAsync(Type, _id, default);

    private Task<bool> PutAsync(long version, string json = "{}") => Store.TryPutAsync(new(Type, _id, version, json), default);
}
