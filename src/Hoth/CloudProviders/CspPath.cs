using System.Globalization;

namespace Hoth.CloudProviders;

/// <summary>Builds URIs below a CSP's base, each id as exactly one path segment.</summary>
internal static class CspPath
{
    /// <summary><c>portfolios/{portfolioId}/costs</c> with its months.</summary>
    public static Uri PortfolioCosts(CspSettings csp, string portfolioId, CspMonths months) =>
        Below(csp, $"portfolios/{Segment(portfolioId)}/costs?{Query(months)}");

    /// <summary><c>portfolios/{portfolioId}/task-orders/{taskOrderId}/clins/{clin}/costs</c> with its months.</summary>
    public static Uri ClinCosts(CspSettings csp, string portfolioId, string taskOrderId, string clin, CspMonths months) =>
        Below(csp, $"portfolios/{Segment(portfolioId)}/task-orders/{Segment(taskOrderId)}/clins/{Segment(clin)}/costs?{Query(months)}");

    /// <summary><c>far51</c> with its months and page.</summary>
    public static Uri Far51Authorizations(CspSettings csp, CspMonths months, int limit, int offset) =>
        Below(csp, string.Create(CultureInfo.InvariantCulture, $"far51?{Query(months)}&limit={limit}&offset={offset}"));

    /// <summary><c>far51/{authorizationId}/costs</c> with its months.</summary>
    public static Uri Far51Costs(CspSettings csp, string authorizationId, CspMonths months) =>
        Below(csp, $"far51/{Segment(authorizationId)}/costs?{Query(months)}");

    /// <summary>A URI below the CSP's base.</summary>
    /// <param name="csp">Whose.</param>
    /// <param name="relative">Made of literals and <see cref="Segment"/>s; no leading slash.</param>
    public static Uri Below(CspSettings csp, string relative) => new(csp.BaseUri, relative);

    /// <summary>An id percent-encoded as one path segment (RFC 3986 section 3.3).</summary>
    /// <exception cref="ArgumentException">The id is empty, "." or "..", which no encoding protects.</exception>
    public static string Segment(string id) =>
        id is "" or "." or ".." ? throw new ArgumentException("An id must not be empty, \".\" or \"..\".", nameof(id)) : Uri.EscapeDataString(id);

    private static string Query(CspMonths months) => $"start_date={Uri.EscapeDataString(months.Start)}&end_date={Uri.EscapeDataString(months.End)}";
}

/// <summary>The months that a CSP is asked for, both included.</summary>
/// <param name="Start">YYYY-MM.</param>
/// <param name="End">YYYY-MM, not before the start.</param>
public readonly record struct CspMonths(string Start, string End);
