using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
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

    /// <summary>By hand: Hoth never creates secrets, so compat has no such call.</summary>
    protected override async Task AddAsync(string name, string text)
    {
        emulator.Require();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, emulator.Endpoint)
        {
            Content = new StringContent(new JsonObject { ["Name"] = name, ["SecretString"] = text }.ToJsonString(), Encoding.UTF8),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", "secretsmanager.CreateSecret");
        // No emulator checks a signature, but the service and region are read from it.
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=test/20250301/{TestClients.Region}/secretsmanager/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
