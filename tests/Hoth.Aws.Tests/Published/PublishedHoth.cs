using Hoth.Aws.Tests.Emulators;

namespace Hoth.Aws.Tests.Published;

/// <summary>The published executable and the emulators around it, once for all the classes that use them.</summary>
public sealed class PublishedHoth : IAsyncLifetime
{
    private string? missing;

    public Fauxqs Sqs { get; } = new();

    public DynamoDbLocal DynamoDb { get; } = new();

    public Moto Moto { get; } = new();

    public async Task InitializeAsync()
    {
        await Task.WhenAll(Sqs.InitializeAsync(), DynamoDb.InitializeAsync(), Moto.InitializeAsync());
        try
        {
            _ = await Task.Run(() => FunctionsPackage.Executable);
        }
        catch (EmulatorMissingException e)
        {
            missing = e.Message;
        }
    }

    public Task DisposeAsync() => Task.WhenAll(Sqs.DisposeAsync(), DynamoDb.DisposeAsync(), Moto.DisposeAsync());

    /// <summary>Skips the test, or fails it in CI, when the package could not be published.</summary>
    public PublishedHoth RequirePackage()
    {
        if (missing is not null)
        {
            Missing.SkipOrFail($"The Lambda package cannot be tested: {missing}");
        }

        return this;
    }

    /// <summary>A table, queues, a bucket and CSPs of its own for a test. Skips it, or fails it in CI, when something is missing.</summary>
    internal Task<Stage> NewStageAsync()
    {
        RequirePackage();
        Sqs.Require();
        DynamoDb.Require();
        Moto.Require();
        return Stage.CreateAsync(this);
    }
}

/// <summary>The classes of this collection run one after the other.</summary>
[CollectionDefinition(nameof(PublishedHoth))]
public sealed class PublishedHothTests : ICollectionFixture<PublishedHoth>;
