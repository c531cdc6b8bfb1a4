using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hoth.Functions.Tokens;

namespace Hoth.Tests.Tokens;

/// <summary>Tokens of every kind, made from a good one.</summary>
internal static class TokenCorpus
{
    /// <summary>Those to refuse, and for which reason.</summary>
    public static readonly Dictionary<string, (Func<TestIssuer, string> Token, TokenRefusal Because)> Bad = new()
    {
        ["alg none, no signature"] = (i => TestIssuer.Sign(TestIssuer.Header("none"), i.Claims, _ => []), TokenRefusal.Algorithm),
        ["alg None, with a signature"] = (i => TestIssuer.Sign(TestIssuer.Header("None"), i.Claims, _ => new byte[256]), TokenRefusal.Algorithm),
        ["alg missing"] = (i => i.With(TestIssuer.Header("RS256", h => h.Remove("alg"))), TokenRefusal.Algorithm),
        ["HS256 with the public key's PEM"] = (i => TestIssuer.Hs256(Encoding.ASCII.GetBytes(i.Rsa.ExportSubjectPublicKeyInfoPem()), TestIssuer.Header("HS256"), i.Claims), TokenRefusal.Algorithm),
        ["HS256 with the public key's DER"] = (i => TestIssuer.Hs256(i.Rsa.ExportSubjectPublicKeyInfo(), TestIssuer.Header("HS256"), i.Claims), TokenRefusal.Algorithm),
        ["HS256 with the modulus"] = (i => TestIssuer.Hs256(i.Rsa.ExportParameters(false).Modulus!, TestIssuer.Header("HS256"), i.Claims), TokenRefusal.Algorithm),
        ["RS512, a good signature"] = (i => TestIssuer.Sign(TestIssuer.Header("RS512"), i.Claims, d => i.Rsa.SignData(d, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)), TokenRefusal.Algorithm),
        ["PS256, a good signature"] = (i => TestIssuer.Sign(TestIssuer.Header("PS256"), i.Claims, d => i.Rsa.SignData(d, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)), TokenRefusal.Algorithm),
        ["rs256, in small letters"] = (i => i.With(TestIssuer.Header("rs256")), TokenRefusal.Algorithm),
        ["ES256 said, RSA's key named"] = (i => i.Es256(i.Claims, TestIssuer.Header("ES256", "rsa-1")), TokenRefusal.UnknownKey),
        ["wrong issuer"] = (i => i.Rs256(i.With("iss", "https://issuer.example/other")), TokenRefusal.Issuer),
        ["issuer with a slash more"] = (i => i.Rs256(i.With("iss", TestIssuer.Issuer + "/")), TokenRefusal.Issuer),
        ["no issuer"] = (i => i.Rs256(i.With("iss", null)), TokenRefusal.Issuer),
        ["wrong audience"] = (i => i.Rs256(i.With("aud", "https://other.example")), TokenRefusal.Audience),
        ["audience with a slash more"] = (i => i.Rs256(i.With("aud", TestIssuer.Audience + "/")), TokenRefusal.Audience),
        ["audience in another case"] = (i => i.Rs256(i.With("aud", TestIssuer.Audience.ToUpperInvariant())), TokenRefusal.Audience),
        ["no audience"] = (i => i.Rs256(i.With("aud", null)), TokenRefusal.Audience),
        ["empty list of audiences"] = (i => i.Rs256(i.With("aud", new JsonArray())), TokenRefusal.Audience),
        ["typ JWT"] = (i => i.With(TestIssuer.Header("RS256", h => h["typ"] = "JWT")), TokenRefusal.Type),
        ["typ missing"] = (i => i.With(TestIssuer.Header("RS256", h => h.Remove("typ"))), TokenRefusal.Type),
        ["typ of a logout token"] = (i => i.With(TestIssuer.Header("RS256", h => h["typ"] = "logout+jwt")), TokenRefusal.Type),
        ["typ a number"] = (i => i.With(TestIssuer.Header("RS256", h => h["typ"] = 1)), TokenRefusal.Malformed),
        ["expired by 31 s"] = (i => i.Rs256(i.With("exp", i.Now - 31)), TokenRefusal.Expired),
        ["no exp"] = (i => i.Rs256(i.With("exp", null)), TokenRefusal.Expired),
        ["exp zero"] = (i => i.Rs256(i.With("exp", 0)), TokenRefusal.Expired),
        ["valid in 31 s"] = (i => i.Rs256(i.With("nbf", i.Now + 31)), TokenRefusal.NotYetValid),
        ["no sub"] = (i => i.Rs256(i.With("sub", null)), TokenRefusal.Subject),
        ["empty sub"] = (i => i.Rs256(i.With("sub", "")), TokenRefusal.Subject),
        ["sub a number"] = (i => i.Rs256(i.With("sub", 7)), TokenRefusal.Subject),
        ["sub of 256 characters"] = (i => i.Rs256(i.With("sub", new string('a', 256))), TokenRefusal.Subject),
        ["sub with a line break"] = (i => i.Rs256(i.With("sub", "alice\nbob")), TokenRefusal.Subject),
        ["sub with a quotation mark"] = (i => i.Rs256(i.With("sub", "alice\",\"status\":\"200")), TokenRefusal.Subject),
        ["sub not of ASCII"] = (i => i.Rs256(i.With("sub", "älice")), TokenRefusal.Subject),
        ["scope a number"] = (i => i.Rs256(i.With("scope", 1)), TokenRefusal.Malformed),
        ["unknown kid"] = (i => i.With(TestIssuer.Header("RS256", "other")), TokenRefusal.UnknownKey),
        ["no kid"] = (i => i.With(TestIssuer.Header("RS256", h => h.Remove("kid"))), TokenRefusal.UnknownKey),
        ["empty kid"] = (i => i.With(TestIssuer.Header("RS256", "")), TokenRefusal.UnknownKey),
        ["signed with another RSA key"] = (i => i.Rs256(i.Claims, key: i.OtherRsa), TokenRefusal.Signature),
        ["signed with another EC key"] = (i => i.Es256(i.Claims, key: i.OtherEc), TokenRefusal.Signature),
        ["ES256 signature of zeros"] = (i => TestIssuer.Sign(TestIssuer.Header("ES256", "ec-1"), i.Claims, _ => new byte[64]), TokenRefusal.Signature),
        ["ES256 signature in DER"] = (i => TestIssuer.Sign(TestIssuer.Header("ES256", "ec-1"), i.Claims, d => i.Ec.SignData(d, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)), TokenRefusal.Signature),
        ["payload exchanged"] = (i => Swap(i.Good, 1, TestIssuer.Encode(i.With("sub", "mallory").ToJsonString())), TokenRefusal.Signature),
        ["header exchanged"] = (i => Swap(i.Good, 0, TestIssuer.Encode("""{"kid":"rsa-1","typ":"at+jwt","alg":"RS256"}""")), TokenRefusal.Signature),
        ["signature cut"] = (i => i.Good[..^8], TokenRefusal.Signature),
        ["signature empty"] = (i => Swap(i.Good, 2, ""), TokenRefusal.Signature),
        ["crit"] = (i => i.With(TestIssuer.Header("RS256", h => h["crit"] = new JsonArray("exp"))), TokenRefusal.CriticalHeader),
        ["crit null"] = (i => i.With(TestIssuer.Header("RS256", h => h["crit"] = null)), TokenRefusal.CriticalHeader),
        ["own key in jwk"] = (i => i.Rs256(i.Claims, TestIssuer.Header("RS256", h => h["jwk"] = TestIssuer.JwkOf(i.OtherRsa)), i.OtherRsa), TokenRefusal.Signature),
        ["own key in jwk, its kid too"] = (i => i.Rs256(i.Claims, TestIssuer.Header("RS256", h => (h["kid"], h["jwk"]) = ("mine", TestIssuer.JwkOf(i.OtherRsa, "mine"))), i.OtherRsa), TokenRefusal.UnknownKey),
        ["too long by one character"] = (i => OfLength(i, BearerTokens.LongestToken + 1), TokenRefusal.TooLong),
        ["a megabyte"] = (_ => new string('a', 1 << 20), TokenRefusal.TooLong),
        ["empty"] = (_ => "", TokenRefusal.Malformed),
        ["a word"] = (_ => "sample", TokenRefusal.Malformed),
        ["two dots"] = (_ => "..", TokenRefusal.Malformed),
        ["two parts"] = (i => string.Join('.', i.Good.Split('.')[..2]), TokenRefusal.Malformed),
        ["four parts"] = (i => i.Good + ".", TokenRefusal.Malformed),
        ["five parts, as if encrypted"] = (i => i.Good + ".a.b", TokenRefusal.Malformed),
        ["a space inside"] = (i => i.Good.Insert(10, " "), TokenRefusal.Malformed),
        ["a line break behind"] = (i => i.Good + "\n", TokenRefusal.Malformed),
        ["two tokens in one header"] = (i => $"{i.Good}, Bearer {i.Good}", TokenRefusal.Malformed),
        ["padding"] = (i => i.Good + "==", TokenRefusal.Malformed),
        ["ordinary base64"] = (i => Swap(i.Good, 0, "e+/="), TokenRefusal.Malformed),
        ["header of wrong length"] = (i => Swap(i.Good, 0, "a"), TokenRefusal.Malformed),
        ["header no JSON"] = (i => Swap(i.Good, 0, TestIssuer.Encode("alg")), TokenRefusal.Malformed),
        ["header no UTF-8"] = (i => Swap(i.Good, 0, "__8"), TokenRefusal.Malformed),
        ["header an array"] = (i => Swap(i.Good, 0, TestIssuer.Encode("[]")), TokenRefusal.Malformed),
        ["header empty"] = (i => Swap(i.Good, 0, ""), TokenRefusal.Malformed),
        ["header null"] = (i => Swap(i.Good, 0, TestIssuer.Encode("null")), TokenRefusal.Malformed),
        ["payload no JSON"] = (i => Swap(i.Good, 1, TestIssuer.Encode("sub")), TokenRefusal.Malformed),
        ["payload an array, signed"] = (i => TestIssuer.SignText(TestIssuer.Header("RS256").ToJsonString(), "[]", d => Rs(i, d)), TokenRefusal.Malformed),
        ["payload with sub twice, signed"] = (i => TestIssuer.SignText(TestIssuer.Header("RS256").ToJsonString(), i.Claims.ToJsonString()[..^1] + ""","sub":"mallory"}""", d => Rs(i, d)), TokenRefusal.Malformed),
        ["deep payload, signed"] = (i => TestIssuer.SignText(TestIssuer.Header("RS256").ToJsonString(), i.Claims.ToJsonString()[..^1] + ",\"x\":" + new string('[', 200) + new string(']', 200) + "}", d => Rs(i, d)), TokenRefusal.Malformed),
    };

    /// <summary>Those to take, although they look odd.</summary>
    public static readonly Dictionary<string, Func<TestIssuer, string>> Good = new()
    {
        ["expired by 29 s"] = i => i.Rs256(i.With("exp", i.Now - 29)),
        ["valid in 29 s"] = i => i.Rs256(i.With("nbf", i.Now + 29)),
        ["one of several audiences"] = i => i.Rs256(i.With("aud", new JsonArray("https://other.example", TestIssuer.Audience))),
        ["typ in full"] = i => i.With(TestIssuer.Header("RS256", h => h["typ"] = "application/AT+JWT")),
        ["jku and x5u, never fetched"] = i => i.With(TestIssuer.Header("RS256", h => (h["jku"], h["x5u"], h["jwk"]) = ("https://evil.example/keys", "https://evil.example/cert", TestIssuer.JwkOf(i.OtherRsa)))),
        ["of the greatest length"] = i => OfLength(i, BearerTokens.LongestToken),
    };

    private static byte[] Rs(TestIssuer issuer, byte[] data) =>
        issuer.Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static string Swap(string token, int part, string other)
    {
        var parts = token.Split('.');
        parts[part] = other;
        return string.Join('.', parts);
    }

    /// <summary>A good token of that length.</summary>
    private static string OfLength(TestIssuer issuer, int length)
    {
        // Three bytes are four characters, and no part has 4n + 1 of them: a little padding in the header makes up for that.
        var lengths = from inHeader in Enumerable.Range(0, 4)
                      from inPayload in Enumerable.Range(0, 16)
                      select Padded(inHeader, inPayload + (length - Padded(inHeader, 0).Length - 16) * 3 / 4) into token
                      where token.Length == length
                      select token;
        return lengths.First();

        string Padded(int inHeader, int inPayload) =>
            issuer.Rs256(issuer.With("x", new string('x', inPayload)), TestIssuer.Header("RS256", h => h["x"] = new string('x', inHeader)));
    }
}
