namespace Hoth.QaRuns.Runs;

/// <summary>Addresses of targets.</summary>
internal static class TargetUrls
{
    private const int Longest = 2_000;

    /// <summary>An absolute http or https URL without query, fragment and user information; null: it is something else.</summary>
    public static Uri? TryRead(string text) =>
        text.Length <= Longest
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url is { UserInfo: "", Query: "", Fragment: "" }
            ? url
            : null;

    /// <summary>Whether an address is at another one or below it.</summary>
    public static bool IsWithin(Uri address, Uri prefix)
    {
        if (Uri.Compare(address, prefix, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0) return false;
        var path = prefix.AbsolutePath.TrimEnd('/');
        return address.AbsolutePath == path || address.AbsolutePath.StartsWith(path + "/", StringComparison.Ordinal);
    }

    /// <summary>The same text for the same target, however it is written.</summary>
    public static string Canonical(Uri address) => address.GetLeftPart(UriPartial.Path).TrimEnd('/');
}
