using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Hoth.Aws.Tests.Emulators;

/// <summary>Creates secrets in moto, by hand: Hoth never does, so compat has no such call.</summary>
internal static class MotoSecrets
{
    public static async Task AddAsync(Uri endpoint, string name, string text)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
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
