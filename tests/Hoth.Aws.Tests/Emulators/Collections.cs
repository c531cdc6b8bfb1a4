namespace Hoth.Aws.Tests.Emulators;

/// <summary>One process of each emulator for all the test classes that use it; those classes run one after the other.</summary>
[CollectionDefinition(nameof(DynamoDbLocal))]
public sealed class DynamoDbLocalTests : ICollectionFixture<DynamoDbLocal>;

/// <inheritdoc cref="DynamoDbLocalTests" />
[CollectionDefinition(nameof(Fauxqs))]
public sealed class FauxqsTests : ICollectionFixture<Fauxqs>;

/// <inheritdoc cref="DynamoDbLocalTests" />
[CollectionDefinition(nameof(Moto))]
public sealed class MotoTests : ICollectionFixture<Moto>;
