namespace Hoth.CloudProviders;

/// <summary>What an HTTP status says about asking again.</summary>
internal static class HttpStatus
{
    /// <summary>The same request may succeed later.</summary>
    public static bool IsTransient(int status) => status is 408 or 429 or >= 500;

    /// <summary>The server has certainly not acted on the request, so that repeating even a POST does nothing twice.</summary>
    public static bool IsSurelyNotProcessed(int status) => status is 429 or 503;
}
