using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Functions.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hoth.Aws.Tests.Published;

/// <summary>An issuer on loopback, with a key that nobody else has.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    private const string Issuer = "https://issuer.example/tenant";
    private const string Audience = "hoth";

    private readonly RSA key = RSA.Create(2048);
    private readonly WebApplication app;

    private TokenIssuer(WebApplication app) => this.app = app;

    /// <summary>The variables of functions that take its tokens.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        [TokenSettings.IssuerVariable] = Issuer, [TokenSettings.AudienceVariable] = Audience, [TokenSettings.KeysVariable] = app.Urls.Single() + "/keys",
    };

    public static async Task<TokenIssuer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new TokenIssuer(app);
        app.Run(context => context.Response.WriteAsync(issuer.Keys()));
        await app.StartAsync();
        return issuer;
    }

    /// <summary>A token that is good for a minute.</summary>
    public string Issue(string subject, string scope) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        TokenType = TokenSettings.AccessTokenType,
        Issuer = Issuer,
        Audience = Audience,
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1),
        Claims = new Dictionary<string, object> { ["sub"] = subject, ["scope"] = scope },
        SigningCredentials = new SigningCredentials(new RsaSecurityKey(key) { KeyId = "key-1" }, SecurityAlgorithms.RsaSha256),
    });

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    private string Keys()
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var published = new JsonObject
        {
            ["kty"] = "RSA", ["kid"] = "key-1", ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
        return JsonSerializer.Serialize(new { keys = new[] { published } });
    }
}
