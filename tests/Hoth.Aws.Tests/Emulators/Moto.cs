namespace Hoth.Aws.Tests.Emulators;

/// <summary>moto_server: S3, Secrets Manager, Step Functions, and SQS for a single consumer.</summary>
public sealed class Moto : Emulator
{
    protected override string Name => "moto_server";

    protected override EmulatorCommand Command(int port) =>
        new([EmulatorTools.Program("moto_server", "pip install 'moto[server]==5.2.1'"), "-H", "127.0.0.1", "-p", $"{port}"]);
}
