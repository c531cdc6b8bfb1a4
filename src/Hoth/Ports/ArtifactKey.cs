using System.Buffers;

namespace Hoth.Ports;

/// <summary>The rule for keys of <see cref="IArtifactStore"/>, the same in every store.</summary>
public static class ArtifactKey
{
    /// <summary>The longest key, in characters.</summary>
    public const int MaximumLength = 512;

    /// <summary>What keys of parts of reports begin with.</summary>
    public const string ReportParts = "report-parts/";

    /// <summary>
    /// What keys begin with whose artifacts nobody wants after some days: they are deleted with the job that they belong to, and stores may delete by age what was written
    /// by a process that died.
    /// </summary>
    public static IReadOnlyList<string> Temporary { get; } = ["http-jobs/", ReportParts];

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./");

    /// <summary>Checks a key.</summary>
    /// <exception cref="ArgumentException">The key is not 1 to 512 of <c>A-Z a-z 0-9 _ - . /</c>, or has an empty, "." or ".." segment.</exception>
    public static void Check(string key)
    {
        if (key is not { Length: >= 1 and <= MaximumLength }
            || key.AsSpan().ContainsAnyExcept(Allowed)
            || key.Split('/').Any(static segment => segment is "" or "." or ".."))
        {
            throw new ArgumentException("The artifact key is not allowed.", nameof(key));
        }
    }
}
