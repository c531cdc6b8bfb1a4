using Hoth.Local.CommandLine;
using Hoth.QaRuns.Specs;

namespace Hoth.Local.Qa;

/// <summary>Reads the specification that the command line names.</summary>
internal static class SpecSource
{
    /// <exception cref="SpecException">It cannot be read; the message says why.</exception>
    public static async Task<ApiSpec> ReadAsync(string place, TimeProvider time, CancellationToken cancellationToken) =>
        await SpecFetcher.ReadAsync(HttpUrl.TryRead(place, out var url) ? await FetchAsync(url, time, cancellationToken) : await ReadFileAsync(place, cancellationToken), time, cancellationToken);

    /// <summary>Whoever types an address has allowed it, be it their own machine's.</summary>
    private static async Task<byte[]> FetchAsync(Uri url, TimeProvider time, CancellationToken cancellationToken)
    {
        using var fetcher = new SpecFetcher(allowPrivate: true, time);
        return await fetcher.FetchAsync(url.AbsoluteUri, cancellationToken);
    }

    private static async Task<byte[]> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > SpecText.MaxBytes }
                ? throw new SpecException($"The specification must have at most {SpecText.MaxBytes} bytes.")
                : await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecException(e.Message);
        }
    }
}
