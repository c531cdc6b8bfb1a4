using System.Security.Cryptography;
using System.Text;
using Hoth.Json;

namespace Hoth.Jobs;

/// <summary>
/// Ids of jobs whose clients do not name them: made from the request's Idempotency-Key where it has one, so that the record of the job is all that has to
/// be remembered of it.
/// </summary>
public static class IdempotencyKey
{
    private const int Longest = 255;

    /// <summary>Checks the header.</summary>
    /// <exception cref="Problems.ProblemException">400: it is not 1 to 255 printable ASCII characters.</exception>
    public static void Check(string? key)
    {
        if (key is null || (key.Length is >= 1 and <= Longest && key.All(c => c is >= ' ' and <= '~'))) return;
        var violations = new Violations();
        violations.Add("header.Idempotency-Key", $"must be 1 to {Longest} printable ASCII characters");
        throw violations.ToProblem().ToException();
    }

    /// <summary>The id of the job that a key stands for: a GUID that nobody else's key gives, nor the same key for another thing.</summary>
    /// <param name="subject">Who asks.</param>
    /// <param name="target">For what; without line breaks.</param>
    /// <param name="key">A key that was checked.</param>
    // The subject, which may have any character, comes last: no two triples make the same text.
    public static string ToJobId(string subject, string target, string key) => GuidOf($"{target}\n{key}\n{subject}");

    /// <summary>A GUID from 122 bits of the text's SHA-256, of version 8 (RFC 9562, section 5.8).</summary>
    public static string GuidOf(string text)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
