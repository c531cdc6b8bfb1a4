using Hoth.Http;

namespace Hoth.QaRuns.Specs;

/// <summary>Which APIs may be called: those whose origin (scheme, host and port, RFC 6454) is listed.</summary>
public sealed class TargetRules
{
    private readonly List<Uri> _origins;
    private readonly bool _allowHttp;

    /// <summary>Makes them.</summary>
    /// <param name="allowedOrigins">Origins such as <c>https://api.example.com</c>: no path, no wildcard.</param>
    /// <param name="allowHttp">True: http also where it leaves this machine.</param>
    /// <exception cref="ArgumentException">One of them is no origin, or must not be used; the message says which rule.</exception>
    public TargetRules(IEnumerable<string> allowedOrigins, bool allowHttp = false)
    {
        _allowHttp = allowHttp;
        _origins = [.. allowedOrigins.Select(text =>
        {
            var uri = Parse(text, out var mistake) ?? throw new ArgumentException($"An allowed origin {mistake}.", nameof(allowedOrigins));
            return uri.PathAndQuery == "/" ? uri : throw new ArgumentException("An allowed origin must not have a path.", nameof(allowedOrigins));
        })];
    }

    /// <summary>Why an API must not be called; null: it may.</summary>
    /// <param name="baseUrl">What the paths of its specification come after.</param>
    /// <returns>What follows the name of the member: "must …".</returns>
    public string? Mistake(string baseUrl)
    {
        if (Parse(baseUrl, out var mistake) is not { } uri) return mistake;
        var isListed = _origins.Any(o => o.Scheme == uri.Scheme && o.Port == uri.Port && string.Equals(o.IdnHost, uri.IdnHost, StringComparison.OrdinalIgnoreCase));
        return isListed ? null : "must be on the list of targets that this host allows";
    }

    private Uri? Parse(string text, out string? mistake)
    {
        mistake = "must be an absolute URL with http or https, without user info, query and fragment, at most 1024 characters";
        // On Linux "/x" parses as an absolute file URI: the scheme is looked at in the text.
        if (!text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) return null;
        if (text.Length > 1_024 || text.Any(c => c is <= ' ' or > '~' or '@' or '?' or '#' or '\\' or '*')) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return null;
        mistake = _allowHttp || SafeScheme.IsUsedBy(uri) ? null : "must be https (http for a loopback host only)";
        return mistake is null ? uri : null;
    }
}
