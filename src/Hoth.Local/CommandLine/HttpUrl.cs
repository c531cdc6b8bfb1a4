namespace Hoth.Local.CommandLine;

/// <summary>Reads http and https URLs as people write them.</summary>
internal static class HttpUrl
{
    /// <summary>An absolute http or https URL without user information and fragment.</summary>
    public static bool TryRead(string text, out Uri url) =>
        // The scheme first: on Linux "/x" parses as an absolute file URI.
        (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) | text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        & Uri.TryCreate(text, UriKind.Absolute, out url!) && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
}
