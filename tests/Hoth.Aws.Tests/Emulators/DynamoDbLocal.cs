namespace Hoth.Aws.Tests.Emulators;

/// <summary>Amazon's DynamoDB Local, in memory.</summary>
public sealed class DynamoDbLocal : Emulator
{
    protected override string Name => "DynamoDB Local";

    protected override EmulatorCommand Command(int port)
    {
        var jar = EmulatorTools.Package("amplify-dynamodb-simulator/emulator/DynamoDBLocal.jar");
        var java = EmulatorTools.Program("java", "Debian: apt-get install openjdk-17-jre-headless");
        return new EmulatorCommand(
            [java, "-Djava.library.path=./DynamoDBLocal_lib", "-jar", jar, "-inMemory", "-sharedDb", "-disableTelemetry", "-port", $"{port}"],
            Path.GetDirectoryName(jar));
    }
}
