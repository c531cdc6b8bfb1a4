using Amazon.Lambda.APIGatewayEvents;

namespace Hoth.Functions.Http;

internal static class RequestHeaders
{
    private const int LongestCorrelationId = 64;

    /// <summary>A header whatever the case of its name; several values joined by commas.</summary>
    public static string? Find(APIGatewayProxyRequest request, string name)
    {
        // MultiValueHeaders has every value; Headers only the last of each, and is all that simple callers fill.
        foreach (var (key, values) in request.MultiValueHeaders ?? new Dictionary<string, IList<string>>())
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase) && values is { Count: > 0 }) return string.Join(", ", values);
        }

        foreach (var (key, value) in request.Headers ?? new Dictionary<string, string>())
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) return value;
        }

        return null;
    }

    /// <summary>The client's correlation id when it is 1 to 64 of <c>A-Z a-z 0-9 _ - .</c>; another one could write lines into logs and headers.</summary>
    public static string? FindCorrelationId(APIGatewayProxyRequest request) =>
        Find(request, "X-Correlation-Id") is { Length: > 0 and <= LongestCorrelationId } id
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? id
            : null;
}
