using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hoth.Json;
using Hoth.Ports;

namespace Hoth.Jobs;

/// <summary>
/// A place in a list as an opaque text, bound to the list by a checksum: one of another list, or a changed one, is refused instead of answered with
/// nonsense. The checksum is no secret and need not be: whoever works it out moves about in a list that they may see.
/// </summary>
internal static class PageToken
{
    private const int CheckBytes = 12;

    public static string Write(OwnedCursor place, JobFilter filter)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{place.CreatedAt.UtcTicks:D19}{place.JobId}");
        return Base64Url.EncodeToString([.. Check(text, filter), .. Encoding.UTF8.GetBytes(text)]);
    }

    /// <exception cref="Problems.ProblemException">400: it is not one of this list's.</exception>
    public static OwnedCursor Read(string token, JobFilter filter)
    {
        if (token.Length <= 300 && Base64Url.IsValid(token) && Base64Url.DecodeFromChars(token) is { Length: > CheckBytes + 19 } bytes)
        {
            var text = Encoding.UTF8.GetString(bytes, CheckBytes, bytes.Length - CheckBytes);
            if (bytes.AsSpan(0, CheckBytes).SequenceEqual(Check(text, filter)))
            {
                return new OwnedCursor(new DateTimeOffset(long.Parse(text.AsSpan(0, 19), CultureInfo.InvariantCulture), TimeSpan.Zero), text[19..]);
            }
        }

        var violations = new Violations();
        violations.Add("query.pageToken", "must be the nextPageToken of a page of the same list");
        throw violations.ToProblem().ToException();
    }

    private static ReadOnlySpan<byte> Check(string place, JobFilter filter) => SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{place}\n{filter.Status}\n{filter.Kind}\n{filter.CreatedAfter?.UtcTicks}\n{filter.Owner}"))).AsSpan(0, CheckBytes);
}
