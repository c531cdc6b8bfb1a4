using System.Net.Http.Headers;

namespace Hoth.Functions.Http;

internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string Problem = "application/problem+json";

    /// <summary>True for application/json, alone or with the one charset that JSON has (RFC 8259 section 8.1).</summary>
    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var parsed)
        && string.Equals(parsed.MediaType, Json, StringComparison.OrdinalIgnoreCase)
        && parsed.Parameters.All(p =>
            string.Equals(p.Name, "charset", StringComparison.OrdinalIgnoreCase)
            && string.Equals(p.Value?.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));
}
