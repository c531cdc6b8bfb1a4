using System.Collections.Frozen;

namespace Hoth.QaRuns.Results;

/// <summary>Names whose values are kept secret: of headers, of members of bodies, of query parameters.</summary>
internal static class SecretNames
{
    private static readonly string[] Parts =
        ["secret", "password", "passwd", "passphrase", "apikey", "accesskey", "privatekey", "signature", "xamzcredential"];

    /// <summary>Places in a list, of which clients need to send the right one.</summary>
    private static readonly string[] PageTokens = ["pagetoken", "nexttoken", "continuationtoken", "skiptoken", "synctoken"];

    private static readonly FrozenSet<string> Whole = new[] { "pwd", "sig", "jwt", "bearer", "clientassertion", "samlresponse", "assertion" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Headers =
        new[] { "authorization", "proxy-authorization", "authentication-info", "cookie", "set-cookie", "cookie2", "set-cookie2" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a member or a query parameter.</summary>
    public static bool Says(string name)
    {
        var bare = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return Whole.Contains(bare)
            || Array.Exists(Parts, part => bare.Contains(part, StringComparison.Ordinal))
            || ((bare.EndsWith("token", StringComparison.Ordinal) || bare.EndsWith("tokens", StringComparison.Ordinal))
                && !Array.Exists(PageTokens, page => bare.EndsWith(page, StringComparison.Ordinal)));
    }

    /// <summary>True for a header.</summary>
    public static bool IsHeader(string name) => Headers.Contains(name) || Says(name);
}
