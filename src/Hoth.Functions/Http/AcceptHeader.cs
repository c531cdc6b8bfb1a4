using System.Net.Http.Headers;
using Hoth.Problems;

namespace Hoth.Functions.Http;

/// <summary>What a client accepts (RFC 9110, section 12.5.1).</summary>
internal static class AcceptHeader
{
    /// <summary>The media type that the client likes best of those that there are; the first of the equally liked.</summary>
    /// <param name="header">The header; null or blank: everything is liked. What is no media type in it is passed over.</param>
    /// <param name="offered">In the order of the server's liking.</param>
    /// <exception cref="ProblemException">406: it likes none.</exception>
    public static string Choose(string? header, IReadOnlyList<string> offered)
    {
        if (string.IsNullOrWhiteSpace(header)) return offered[0];
        var ranges = header.Split(',').Select(text => MediaTypeWithQualityHeaderValue.TryParse(text.Trim(), out var range) ? range : null).OfType<MediaTypeWithQualityHeaderValue>().ToList();
        var best = offered.Select(type => (Type: type, Quality: QualityOf(type, ranges))).MaxBy(liked => liked.Quality);
        return best.Quality > 0 ? best.Type : throw EdgeProblems.NotAcceptable(offered).ToException();
    }

    /// <summary>The most specific range that has the type decides.</summary>
    private static double QualityOf(string type, List<MediaTypeWithQualityHeaderValue> ranges) =>
        ranges.Select(range => (Range: range, Specific: Specificity(type, range.MediaType ?? "")))
            .Where(match => match.Specific > 0)
            .OrderByDescending(match => match.Specific)
            .Select(match => match.Range.Quality ?? 1)
            .FirstOrDefault();

    private static int Specificity(string type, string range) =>
        string.Equals(type, range, StringComparison.OrdinalIgnoreCase) ? 3
        : range.EndsWith("/*", StringComparison.Ordinal) && range != "*/*" && type.StartsWith(range[..^1], StringComparison.OrdinalIgnoreCase) ? 2
        : range == "*/*" ? 1
        : 0;
}
