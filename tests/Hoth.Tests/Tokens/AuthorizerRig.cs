using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.TestUtilities;
using Hoth.Functions.Catalog;
using Hoth.Functions.Composition;
using Hoth.Functions.Hosting;
using Hoth.Functions.Http;
using Hoth.Functions.Tokens;
using Hoth.PortContracts;
using Hoth.Tests.CloudProviders;
using Hoth.Tests.Functions;

namespace Hoth.Tests.Tokens;

/// <summary>The authorizer as a host makes it, with an issuer on loopback whose clock stands still.</summary>
internal sealed class AuthorizerRig : IAsyncDisposable
{
    public const string Arn = "arn:aws:execute-api:us-east-1:000000000000:abc123/prod/GET/api/v1/jobs/job-1";

    private readonly HothComposition _composition;
    private readonly BoundFunction _function;

    private AuthorizerRig(JwksServer server, bool takesAnyType, bool hasIssuer)
    {
        Server = server;
        Issuer = new TestIssuer(Time);
        server.Publish(TestIssuer.JwkOf(Issuer.Rsa), TestIssuer.JwkOf(Issuer.Ec));
        var settings = new TokenSettings { Issuer = TestIssuer.Issuer, Audience = TestIssuer.Audience, Keys = server.Url, TakesAnyType = takesAnyType };
        _composition = new HothComposition(NoPorts.Create(Logs) with { Time = Time, Tokens = hasIssuer ? settings : null });
        _function = FunctionCatalog.Create()[nameof(AuthorizerFunctions.AuthorizeBearer)].Bind(_composition);
    }

    public ManualTimeProvider Time { get; } = new();

    public CapturingLoggerFactory Logs { get; } = new();

    public JwksServer Server { get; }

    public TestIssuer Issuer { get; }

    public static async Task<AuthorizerRig> StartAsync(bool takesAnyType = false, bool hasIssuer = true) => new(await JwksServer.StartAsync(), takesAnyType, hasIssuer);

    /// <summary>The answer to a request with a token, as JSON.</summary>
    public Task<JsonElement> AskAsync(string token) => AskAsync(["Bearer " + token]);

    /// <summary>The answer to a request with these Authorization headers, as JSON.</summary>
    public async Task<JsonElement> AskAsync(string[] authorization)
    {
        var request = new JsonObject
        {
            ["type"] = "REQUEST",
            ["methodArn"] = Arn,
            ["headers"] = authorization.Length == 0 ? null : new JsonObject { ["authorization"] = authorization[^1] },
            ["multiValueHeaders"] = authorization.Length == 0 ? null : new JsonObject { ["authorization"] = new JsonArray([.. authorization.Select(a => JsonValue.Create(a))]) },
            ["requestContext"] = new JsonObject { ["requestId"] = "request-1" },
        };
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(request.ToJsonString()));
        var output = await _function.InvokeAsync(input, new TestLambdaContext(), new SourceGeneratorLambdaJsonSerializer<LambdaEventsJson>());
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>Checks that the token is taken.</summary>
    public async Task TakesAsync(string token) => (await AskAsync(token)).GetProperty("principalId").GetString().ShouldBe("alice");

    /// <summary>Checks that the token is refused, for that reason.</summary>
    public Task RefusesAsync(string token, TokenRefusal because) => RefusesAsync(["Bearer " + token], because);

    /// <summary>Checks that the headers are refused, for that reason.</summary>
    public async Task RefusesAsync(string[] authorization, TokenRefusal because)
    {
        // Exactly this message is what API Gateway answers 401 to.
        (await Should.ThrowAsync<UnauthorizedAccessException>(() => AskAsync(authorization))).Message.ShouldBe("Unauthorized");
        LastRefusal.ShouldBe(because.ToString());
        foreach (var secret in authorization.SelectMany(a => a.Split(' ', '.')).Where(part => part.Length > 12)) Logs.Text.ShouldNotContain(secret);
    }

    private string LastRefusal => Logs.Text.Split('\n').Last(line => line.StartsWith("  Refusal=", StringComparison.Ordinal)).Split('=')[1].Trim();

    public async ValueTask DisposeAsync()
    {
        _composition.Dispose();
        await Server.DisposeAsync();
    }
}
