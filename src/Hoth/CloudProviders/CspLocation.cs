namespace Hoth.CloudProviders;

/// <summary>Decides whether a <c>Location</c> that a CSP sent may be followed with that CSP's token.</summary>
/// <remarks>
/// Two traps are the reason for the care. On Linux <c>Uri.TryCreate("/x", UriKind.Absolute)</c> succeeds, as <c>file:///x</c>.
/// And an absolute URL given to an HttpClient with a BaseAddress goes to that URL, token included.
/// </remarks>
public static class CspLocation
{
    private const int LongestLocation = 2048;

    /// <summary>The absolute URI to call, or null when it must not be followed.</summary>
    /// <param name="configured">The CSP's configured base; its path ends in "/".</param>
    /// <param name="location">As the CSP sent it; null is refused.</param>
    /// <param name="refusal">Why not, as a sentence part that repeats nothing of the location.</param>
    /// <param name="requested">What a relative reference is relative to (RFC 9110 section 10.2.2: the URI of the request); null: the configured base.</param>
    public static Uri? Resolve(Uri configured, string? location, out string? refusal, Uri? requested = null)
    {
        refusal = null;
        if (string.IsNullOrEmpty(location)) refusal = "the Location is missing";
        else if (location.Length > LongestLocation) refusal = $"the Location has over {LongestLocation} characters";
        else if (location.Any(c => c is <= ' ' or > '~' or '\\')) refusal = "the Location has characters that no URI has";
        else if (!TryCombine(requested ?? configured, location, out var target)) refusal = "the Location is no URI";
        else refusal = WhyOutside(configured, target);
        return refusal is null && TryCombine(requested ?? configured, location!, out var uri) ? uri : null;
    }

    /// <summary>True when a request to this URI, token included, stays within the CSP's configured origin and path prefix.</summary>
    public static bool IsWithin(Uri configured, Uri target) => WhyOutside(configured, target) is null;

    /// <summary>The absolute URI of a reference.</summary>
    internal static bool TryCombine(Uri basis, string location, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? target)
    {
        // A path is combined by hand: whether Uri takes "/x" for a file depends on the operating system.
        var text = location.StartsWith('/') && !location.StartsWith("//", StringComparison.Ordinal)
            ? basis.GetLeftPart(UriPartial.Authority) + location
            : location;
        return Uri.TryCreate(basis, text, out target) && target.IsAbsoluteUri;
    }

    private static string? WhyOutside(Uri configured, Uri target)
    {
        if (target.Scheme != configured.Scheme) return "the Location has another scheme than the CSP's configured base";
        if (target.UserInfo.Length > 0) return "the Location has user info";
        if (target.IdnHost != configured.IdnHost || target.Port != configured.Port) return "the Location is on another host or port than the CSP's configured base";
        if (!IsBelow(configured.AbsolutePath, target.AbsolutePath)) return "the Location is outside the CSP's configured path prefix";
        return HasHiddenDotSegment(target.AbsolutePath) ? "the Location has an encoded dot segment" : null;
    }

    private static bool IsBelow(string prefix, string path) =>
        path.StartsWith(prefix, StringComparison.Ordinal) || path.AsSpan().SequenceEqual(prefix.AsSpan().TrimEnd('/'));

    /// <summary>Uri has resolved "..", and "%2e%2e" too; a server that decodes before it splits would still find one in "..%2f".</summary>
    private static bool HasHiddenDotSegment(string path) =>
        path.Contains('%', StringComparison.Ordinal)
        && Uri.UnescapeDataString(path).Split('/', '\\').Any(segment => segment is "." or "..");
}
