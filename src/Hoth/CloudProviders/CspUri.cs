using Hoth.Http;

namespace Hoth.CloudProviders;

/// <summary>Which URIs a credential may be sent to.</summary>
internal static class CspUri
{
    public const string Rule =
        "must be an absolute https URI (http for a loopback host only) without user info, query and fragment; its path may hold A-Z a-z 0-9 - . _ ~ and single slashes";

    /// <summary>The rule above. Strict about characters, so that what is compared later is what was configured.</summary>
    public static bool IsAllowed(string text)
    {
        // A text that does not name its scheme must not reach Uri: on Linux "/x" parses as an absolute file URI.
        if (!text.StartsWith("https://", StringComparison.Ordinal) && !text.StartsWith("http://", StringComparison.Ordinal)) return false;
        if (text.Length > 1024 || text.Any(c => c is <= ' ' or > '~' or '@' or '?' or '#' or '\\' or '%')) return false;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Port is < 1 or > 65535) return false;
        return SafeScheme.IsUsedBy(uri) && IsPlainPath(text);
    }

    /// <summary>The URI with a path that ends in "/", so that relative references stay below it.</summary>
    public static Uri ToBase(string text) => new(text.EndsWith('/') ? text : text + "/");

    /// <summary>Looks at the text: Uri has already removed dot segments.</summary>
    private static bool IsPlainPath(string text)
    {
        var authority = text.IndexOf("//", StringComparison.Ordinal) + 2;
        var path = text.IndexOf('/', authority);
        if (path < 0 || path == text.Length - 1) return true;
        var withoutLastSlash = text.EndsWith('/') ? text[..^1] : text;
        return withoutLastSlash[(path + 1)..].Split('/').All(IsPlainSegment);
    }

    private static bool IsPlainSegment(string segment) =>
        segment is not ("" or "." or "..") && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~');
}
