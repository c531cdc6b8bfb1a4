using Hoth.Aws.Tests.Emulators;

namespace Hoth.Aws.Tests.Published;

/// <summary>The emulators around the published executables, once for all the classes that use them.</summary>
public sealed class PublishedHoth : IAsyncLifetime
{
    public Fauxqs Sqs { get; } = new();

    public DynamoDbLocal DynamoDb { get; } = new();

    public Moto Moto { get; } = new();

    public Task InitializeAsync() => Task.WhenAll(Sqs.InitializeAsync(), DynamoDb.InitializeAsync(), Moto.InitializeAsync());

    public Task DisposeAsync() => Task.WhenAll(Sqs.DisposeAsync(), DynamoDb.DisposeAsync(), Moto.DisposeAsync());

    /// <summary>A table, queues, a bucket and CSPs of its own for a test. Skips it, or fails it in CI, when something is missing.</summary>
    /// <param name="package">Whose functions.</param>
    internal async Task<Stage> NewStageAsync(FunctionsPackage package)
    {
        var files = await package.RequireAsync();
        Sqs.Require();
        DynamoDb.Require();
        Moto.Require();
        return await Stage.CreateAsync(this, files.Executable);
    }
}

/// <summary>The classes of this collection run one after the other.</summary>
[CollectionDefinition(nameof(PublishedHoth))]
public sealed class PublishedHothTests : ICollectionFixture<PublishedHoth>;
