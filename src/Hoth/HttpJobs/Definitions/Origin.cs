using Hoth.Http;

namespace Hoth.HttpJobs.Definitions;

/// <summary>Scheme, host and port (RFC 6454); the host may begin with <c>*.</c>, which stands for one or more labels.</summary>
internal sealed class Origin
{
    public const string Rule = "must be an origin such as https://api.example.com or https://*.example.com: https (http for a loopback host only), no path, no user info";

    private readonly Uri _uri;

    private Origin(Uri uri, bool isWildcard)
    {
        _uri = uri;
        IsWildcard = isWildcard;
    }

    public bool IsWildcard { get; }

    /// <summary>The origin, or null when the rule is broken.</summary>
    public static Origin? TryParse(string text)
    {
        // On Linux "/x" parses as an absolute file URI: the scheme is looked at in the text.
        if (!text.StartsWith("https://", StringComparison.Ordinal) && !text.StartsWith("http://", StringComparison.Ordinal)) return null;
        if (text.Length > 300 || text.Any(c => c is <= ' ' or > '~' or '@' or '?' or '#' or '\\' or '%')) return null;
        var wildcard = text.IndexOf("://*.", StringComparison.Ordinal) > 0;
        var plain = wildcard ? text.Replace("://*.", "://", StringComparison.Ordinal) : text;
        if (plain.Contains('*', StringComparison.Ordinal) || !Uri.TryCreate(plain, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return null;

        // "https://*.com" would be half the world.
        if (uri.AbsolutePath != "/" || (wildcard && !uri.Host.Contains('.', StringComparison.Ordinal))) return null;
        return SafeScheme.IsUsedBy(uri) ? new Origin(uri, wildcard) : null;
    }

    /// <summary>True when a request to this URI stays within the origin.</summary>
    public bool Allows(Uri target)
    {
        if (target.Scheme != _uri.Scheme || target.Port != _uri.Port || target.UserInfo.Length > 0) return false;
        return IsWildcard ? target.IdnHost.EndsWith("." + _uri.IdnHost, StringComparison.OrdinalIgnoreCase) : string.Equals(target.IdnHost, _uri.IdnHost, StringComparison.OrdinalIgnoreCase);
    }

    public override string ToString() => IsWildcard ? _uri.GetLeftPart(UriPartial.Scheme) + "*." + _uri.Authority : _uri.GetLeftPart(UriPartial.Authority);
}
