using System.Globalization;
using Hoth.Functions.Tokens;

namespace Hoth.Local.CommandLine;

/// <summary>What the command line says about tokens: which one to print, and whose are taken.</summary>
internal sealed class TokenArguments
{
    /// <summary>The word that asks for a token.</summary>
    public const string Command = "token";

    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(30);

    public string? Subject { get; set; }

    public string? Scope { get; set; }

    public TimeSpan? Lifetime { get; set; }

    public string? Issuer { get; set; }

    public string? Audience { get; set; }

    public Uri? Keys { get; set; }

    public bool? TakesAnyType { get; set; }

    /// <summary>The options with what was said; adds what is wrong together.</summary>
    public LocalOptions ApplyTo(LocalOptions options, bool isCommand, List<string> violations)
    {
        var namesIssuer = Issuer is not null || Audience is not null || Keys is not null || TakesAnyType is not null;
        if (isCommand)
        {
            if (options.Demo) violations.Add("demo and token are two commands");
            if (Subject is null) violations.Add("token needs --sub NAME");
            if (namesIssuer) violations.Add("token prints tokens of the development issuer, and another issuer is configured: it takes none of --issuer, --audience, --jwks and --token-type");
            return options with { Token = new TokenRequest(Subject ?? "", Scope ?? "", Lifetime ?? TimeSpan.FromHours(1)) };
        }

        if (Subject is not null || Scope is not null || Lifetime is not null) violations.Add("--sub, --scope and --lifetime are for the command token");
        if (!namesIssuer) return options;
        if (Issuer is null || Audience is null || Keys is null)
        {
            violations.Add("--issuer, --audience and --jwks go together");
            return options;
        }

        return options with { Tokens = new TokenSettings { Issuer = Issuer, Audience = Audience, Keys = Keys, TakesAnyType = TakesAnyType ?? false } };
    }

    public static (string?, string?) ParseSubject(string text) =>
        BearerTokens.IsSubject(text) ? (text, null) : (null, "must be 1 to 255 printable characters of ASCII without quotation mark and backslash");

    /// <summary>RFC 6749 section 3.3.</summary>
    public static (string?, string?) ParseScope(string text) =>
        text.All(c => c is >= ' ' and <= '~' and not ('"' or '\\')) ? (text, null) : (null, "must be scopes with spaces between them: \"reports.read reports.write\"");

    public static (TimeSpan?, string?) ParseLifetime(string text)
    {
        var unit = text.Length == 0 ? TimeSpan.Zero : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        return unit > TimeSpan.Zero && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && count <= LongestLifetime / unit
            ? (count * unit, null)
            : (null, "must be a number with s, m, h or d, up to 30d: 1h");
    }

    public static (Uri?, string?) ParseKeys(string text) =>
        TokenSettings.TryParseKeys(text, out var url) ? (url, null) : (null, "must be an https URL, or http of a loopback host");

    public static (bool?, string?) ParseType(string text) => text switch
    {
        TokenSettings.AccessTokenType => (false, null),
        TokenSettings.AnyTokenType => (true, null),
        _ => (null, $"must be {TokenSettings.AccessTokenType} or {TokenSettings.AnyTokenType}"),
    };
}
