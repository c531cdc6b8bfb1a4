using System.Net;

namespace Hoth.Http;

/// <summary>Which schemes may carry what others must not see or change.</summary>
public static class SafeScheme
{
    /// <summary>https, or http that does not leave this machine.</summary>
    /// <param name="uri">An absolute URI. Look at its text first: on Linux "/x" parses as an absolute file URI.</param>
    public static bool IsUsedBy(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri));

    /// <summary>Whether the host is this machine by its name or address.</summary>
    public static bool IsLoopback(Uri uri) =>
        uri.Host == "localhost" || (IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));
}
