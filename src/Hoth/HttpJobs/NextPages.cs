using System.Globalization;
using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;
using Hoth.HttpJobs.Expressions;
using Hoth.HttpJobs.Http;

namespace Hoth.HttpJobs;

/// <summary>Where the next page of a download is. A URL from a server is checked like any other before it is used.</summary>
internal static class NextPages
{
    private const int MaxPages = 10_000;

    /// <summary>The URL of the first page.</summary>
    public static Uri First(DownloadRetriever download, Uri url) =>
        download.Pagination is { Kind: PaginationKind.Offset } offset ? HttpJobRequest.WithQuery(url, offset.Parameter!, "0") : url;

    /// <summary>The URL of the next page, or null after the last.</summary>
    /// <exception cref="HttpJobException">The next page is the same page, or there is no end of them.</exception>
    public static Uri? After(Pagination? pagination, int pages, Uri url, HttpJobAnswer answer, ExpressionValues values, long records, long recordsOfTarget)
    {
        var next = pagination?.Kind switch
        {
            null => null,
            PaginationKind.Link => LinkHeader.Next(answer.Header("Link")) is { } link ? Resolve(url, link) : null,
            PaginationKind.Cursor => CursorOf(pagination, values) is { } cursor ? (pagination.Parameter is { } name ? HttpJobRequest.WithQuery(url, name, cursor) : Resolve(url, cursor)) : null,
            _ => records < pagination.PageSize ? null : HttpJobRequest.WithQuery(url, pagination.Parameter!, recordsOfTarget.ToString(CultureInfo.InvariantCulture)),
        };
        if (next == url) throw HttpJobException.Malformed("The next page of a download is the same page again.");
        return next is not null && pages >= MaxPages ? throw HttpJobException.TooLarge($"A download has more than {MaxPages} pages.") : next;
    }

    /// <summary>Null when the answer has no cursor, an empty one, or one that means the end.</summary>
    private static string? CursorOf(Pagination pagination, ExpressionValues values)
    {
        try
        {
            var cursor = pagination.Cursor!.Render(values);
            return cursor.Length == 0 || pagination.StopAt.Contains(cursor) ? null : cursor;
        }
        catch (HttpJobException)
        {
            return null;
        }
    }

    private static Uri Resolve(Uri url, string reference) =>
        CspLocation.TryCombine(url, reference, out var next) ? next : throw HttpJobException.Malformed("The link to the next page is no URI.");
}

/// <summary>The <c>Link</c> header (RFC 8288).</summary>
internal static class LinkHeader
{
    /// <summary>The reference whose relation is next, or null.</summary>
    public static string? Next(string? header)
    {
        for (var at = 0; header is not null && at < header.Length;)
        {
            var open = header.IndexOf('<', at);
            var close = open < 0 ? -1 : header.IndexOf('>', open);
            if (close < 0) return null;

            // Parameters reach to the next reference; a comma in a quoted parameter does no harm to that.
            var following = header.IndexOf('<', close);
            var parameters = header[(close + 1)..(following < 0 ? header.Length : following)];
            if (parameters.Split(';', ',').Any(IsNext)) return header[(open + 1)..close];
            at = close + 1;
        }

        return null;
    }

    private static bool IsNext(string parameter) =>
        parameter.Split('=', 2) is [var name, var value]
        && name.Trim().Equals("rel", StringComparison.OrdinalIgnoreCase)
        && value.Trim().Trim('"').Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase);
}
