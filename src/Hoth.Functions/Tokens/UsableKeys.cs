using System.Collections.Frozen;
using System.Numerics;
using Microsoft.IdentityModel.Tokens;

namespace Hoth.Functions.Tokens;

/// <summary>Which keys of a JSON Web Key Set (RFC 7517) may check signatures here, and of which algorithm.</summary>
internal static class UsableKeys
{
    /// <summary>RFC 7518 section 3.3.</summary>
    private const int LeastRsaBits = 2048;

    /// <summary>Reads a set.</summary>
    /// <returns>What can be used, by <c>kid</c> and algorithm, and how many keys there are in all.</returns>
    /// <exception cref="ArgumentException">It is no such set.</exception>
    public static (FrozenDictionary<(string Id, string Algorithm), SecurityKey> Usable, int All) In(string json)
    {
        var set = new JsonWebKeySet(json);
        var usable = new Dictionary<(string, string), SecurityKey>();
        foreach (var key in set.Keys)
        {
            // Of two keys with one name the first: the issuer has to tell them apart.
            if (AlgorithmOf(key) is { } algorithm) usable.TryAdd((key.Kid, algorithm), key);
        }

        return (usable.ToFrozenDictionary(), set.Keys.Count);
    }

    private static string? AlgorithmOf(JsonWebKey key)
    {
        if (string.IsNullOrEmpty(key.Kid) || key.D is not null) return null;
        if (key.Use is not (null or "" or JsonWebKeyUseNames.Sig) || (key.KeyOps.Count > 0 && !key.KeyOps.Contains("verify"))) return null;
        var algorithm = key.Kty switch
        {
            JsonWebAlgorithmsKeyTypes.RSA when IsLongEnough(key) => SecurityAlgorithms.RsaSha256,
            JsonWebAlgorithmsKeyTypes.EllipticCurve when key is { Crv: JsonWebKeyECTypes.P256, X.Length: > 0, Y.Length: > 0 } => SecurityAlgorithms.EcdsaSha256,
            _ => null,
        };
        return string.IsNullOrEmpty(key.Alg) || key.Alg == algorithm ? algorithm : null;
    }

    private static bool IsLongEnough(JsonWebKey key)
    {
        if (string.IsNullOrEmpty(key.N) || string.IsNullOrEmpty(key.E)) return false;
        try
        {
            return new BigInteger(Base64UrlEncoder.DecodeBytes(key.N), isUnsigned: true, isBigEndian: true).GetBitLength() >= LeastRsaBits;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
