using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hoth.Jobs;

/// <summary>The rules for ids that come from clients (contract, Provisioning request).</summary>
public static class JobIds
{
    /// <summary>The rule of <see cref="IsClientId"/> in words.</summary>
    public const string ClientIdRule = "must be 1 to 80 of A-Z a-z 0-9 _ -";

    /// <summary>The rule of <see cref="IsResourceId"/> in words.</summary>
    public const string ResourceIdRule = "must be 1 to 128 printable characters, without . or .. between slashes";

    /// <summary>A requestId or jobId: goes into URLs, headers and logs as it is.</summary>
    public static bool IsClientId(string id) =>
        id.Length is >= 1 and <= 80 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>
    /// A portfolio, task order or environment id: any printable text; percent-encoded wherever it becomes part of a path. A dot segment is
    /// refused also inside it (<c>a/../b</c>): a server that decodes before it splits would find another resource.
    /// </summary>
    public static bool IsResourceId(string id) =>
        id.Length is >= 1 and <= 128 && id.EnumerateRunes().All(IsPrintable) && !id.Split('/', '\\').Any(part => part is "." or "..");

    /// <summary>
    /// A message group for <paramref name="resourceId"/>: itself where SQS allows it (1 to 128 ASCII letters, digits and punctuation),
    /// else a hash of it.
    /// </summary>
    public static string GroupOf(string resourceId) =>
        resourceId.Length is >= 1 and <= 128 && resourceId.All(c => c is > ' ' and <= '~')
            ? resourceId
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(resourceId)));

    // U+FFFD stands for what was no text; refusing it keeps two different broken ids apart.
    private static bool IsPrintable(Rune rune) =>
        rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
}
