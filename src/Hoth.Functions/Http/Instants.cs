using System.Globalization;
using Hoth.Json;

namespace Hoth.Functions.Http;

/// <summary>Instants in query parameters: RFC 3339, nothing else. "1/2/2024" and "12:00" mean different instants to different people.</summary>
internal static class Instants
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    /// <summary>A query parameter; null when it is absent, or, with a violation, when it is no instant.</summary>
    public static DateTimeOffset? Query(ApiRequest request, string name, Violations violations)
    {
        if (request.Query(name) is not { } text) return null;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)) return instant;
        violations.Add($"query.{name}", "must be an instant such as 2030-01-31T12:00:00Z (RFC 3339)");
        return null;
    }
}
