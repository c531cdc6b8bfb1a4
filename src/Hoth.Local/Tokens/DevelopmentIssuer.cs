using System.Security.Cryptography;
using System.Text.Json;
using Hoth.Callers;
using Hoth.Functions.Tokens;
using Hoth.Local.Hosting;
using Hoth.Ports;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hoth.Local.Tokens;

/// <summary>
/// Makes tokens for trying Hoth out: whoever can read the data directory is whoever they like. The host publishes its key on loopback only, and
/// not at all when another issuer is named.
/// </summary>
internal sealed class DevelopmentIssuer : IDisposable
{
    /// <summary>The tokens' <c>iss</c>; the same wherever the host listens.</summary>
    public const string Name = "urn:hoth:development";

    /// <summary>The tokens' <c>aud</c>.</summary>
    public const string Audience = "hoth";

    /// <summary>Where the front door has the key set.</summary>
    public const string KeysPath = "/development/jwks.json";

    private const string KeyFile = "development-issuer.pem";

    private readonly ECDsa _key;
    private readonly ECDsaSecurityKey _securityKey;
    private readonly TimeProvider _time;

    private DevelopmentIssuer(ECDsa key, TimeProvider time)
    {
        (_key, _time) = (key, time);
        _securityKey = new ECDsaSecurityKey(key);
        _securityKey.KeyId = Base64UrlEncoder.Encode(_securityKey.ComputeJwkThumbprint());
    }

    /// <summary>Reads the key from the data directory, making both the first time.</summary>
    /// <exception cref="StartException">The file is there and is no key, or nothing can be written there.</exception>
    public static DevelopmentIssuer Open(string dataDirectory, TimeProvider time)
    {
        var path = Path.Combine(dataDirectory, KeyFile);
        var key = ECDsa.Create();
        try
        {
            Directory.CreateDirectory(dataDirectory);
            key.ImportFromPem(PrivateFile.ReadOrCreate(path, static () =>
            {
                using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                return made.ExportPkcs8PrivateKeyPem();
            }));
            return new DevelopmentIssuer(key, time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new StartException($"The key of the development issuer, {path}, cannot be used: {e.Message}", e);
        }
    }

    /// <summary>What a host has to know to take the tokens.</summary>
    /// <param name="frontDoor">Its address, on loopback.</param>
    public static TokenSettings SettingsFor(Uri frontDoor) => new() { Issuer = Name, Audience = Audience, Keys = new Uri(frontDoor, KeysPath) };

    /// <summary>A token.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="scope">What it allows: values of <see cref="Scopes"/> with spaces between them.</param>
    /// <param name="lifetime">From now.</param>
    public string Issue(string subject, string scope, TimeSpan lifetime)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenSettings.AccessTokenType,
            Issuer = Name,
            Audience = Audience,
            IssuedAt = now,
            Expires = now + lifetime,
            // What RFC 9068 section 2.2 asks for besides.
            Claims = new Dictionary<string, object> { ["sub"] = subject, ["scope"] = scope, ["client_id"] = Name, ["jti"] = SystemIds.Instance.NewId() },
            SigningCredentials = new SigningCredentials(_securityKey, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>Publishes the public half of the key (RFC 7517).</summary>
    /// <returns>False when the request is for something else.</returns>
    public async ValueTask<bool> TryAnswerAsync(HttpContext http)
    {
        if (http.Request.Path != KeysPath || !HttpMethods.IsGet(http.Request.Method)) return false;
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var key = new { kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = _securityKey.KeyId, x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) };
        http.Response.ContentType = "application/jwk-set+json";
        await http.Response.BodyWriter.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new { keys = new[] { key } }));
        return true;
    }

    public void Dispose() => _key.Dispose();
}
