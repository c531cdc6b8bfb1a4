using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hoth.Tests.Tokens;

/// <summary>Makes keys and tokens byte by byte, good and bad ones, without the library that checks them.</summary>
internal sealed class TestIssuer(TimeProvider time)
{
    public const string Issuer = "https://issuer.example/tenant";
    public const string Audience = "https://hoth.example/api";

    // Making RSA keys takes a while; no test changes these.
    private static readonly RSA SharedRsa = RSA.Create(2048);
    private static readonly RSA SharedOtherRsa = RSA.Create(2048);

    public RSA Rsa => SharedRsa;

    public RSA OtherRsa => SharedOtherRsa;

    public ECDsa Ec { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa OtherEc { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The members of a good payload.</summary>
    public JsonObject Claims => new()
    {
        ["iss"] = Issuer, ["aud"] = Audience, ["sub"] = "alice", ["scope"] = "reports.read", ["iat"] = Now, ["exp"] = Now + 300,
    };

    /// <summary>A good token of RS256.</summary>
    public string Good => Rs256(Claims);

    public static JsonObject Header(string algorithm, string? kid = "rsa-1") => new() { ["alg"] = algorithm, ["typ"] = "at+jwt", ["kid"] = kid };

    public string Rs256(JsonObject claims, JsonObject? header = null, RSA? key = null) =>
        Sign(header ?? Header("RS256"), claims, input => (key ?? Rsa).SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public string Es256(JsonObject claims, JsonObject? header = null, ECDsa? key = null) =>
        Sign(header ?? Header("ES256", "ec-1"), claims, input => (key ?? Ec).SignData(input, HashAlgorithmName.SHA256));

    public static string Hs256(byte[] key, JsonObject header, JsonObject claims) => Sign(header, claims, input => HMACSHA256.HashData(key, input));

    /// <summary>A good payload but for one member; a null removes it.</summary>
    public JsonObject With(string name, JsonNode? value)
    {
        var claims = Claims;
        if (value is null) claims.Remove(name);
        else claims[name] = value;
        return claims;
    }

    public string With(JsonObject header) => Rs256(Claims, header);

    public static JsonObject Header(string algorithm, Action<JsonObject> change)
    {
        var header = Header(algorithm);
        change(header);
        return header;
    }

    public static string Sign(JsonNode header, JsonNode claims, Func<byte[], byte[]> sign) => SignText(header.ToJsonString(), claims.ToJsonString(), sign);

    public static string SignText(string header, string claims, Func<byte[], byte[]> sign)
    {
        var input = $"{Encode(header)}.{Encode(claims)}";
        return $"{input}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static JsonObject JwkOf(RSA key, string? kid = "rsa-1")
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new() { ["kty"] = "RSA", ["kid"] = kid, ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };
    }

    public static JsonObject JwkOf(ECDsa key, string? kid = "ec-1")
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new() { ["kty"] = "EC", ["kid"] = kid, ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(parameters.Q.X), ["y"] = Base64Url.EncodeToString(parameters.Q.Y) };
    }

    public static string KeySet(params object[] keys) => JsonSerializer.Serialize(new { keys });
}
