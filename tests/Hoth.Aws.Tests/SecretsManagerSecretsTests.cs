using Amazon.SecretsManager;
using Hoth.Aws.Tests.Emulators;
using Hoth.PortContracts;
using Hoth.Ports;

namespace Hoth.Aws.Tests;

[Collection(nameof(Moto))]
public sealed class SecretsManagerSecretsTests(Moto emulator) : SecretsContract, IDisposable
{
    private readonly AmazonSecretsManagerClient? client = emulator.IsThere ? TestClients.SecretsManager(emulator.Endpoint) : null;

    protected override ISecrets Secrets => new SecretsManagerSecrets(emulator.Require(client));

    public void Dispose() => client?.Dispose();

    protected override Task AddAsync(string name, string text)
    {
        emulator.Require();
        return MotoSecrets.AddAsync(emulator.Endpoint, name, text);
    }
}
