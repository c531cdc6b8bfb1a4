using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hoth.Local.Hosting;

namespace Hoth.Local.FrontDoor;

/// <summary>
/// URLs under <c>/artifacts/</c> that anybody may fetch until they expire: the key and the instant are signed with HMAC-SHA256 and a
/// key that stays in the data directory, so that URLs outlive a restart.
/// </summary>
internal sealed class ArtifactLinks(byte[] signingKey, TimeProvider time)
{
    public const string Prefix = "/artifacts/";

    private const int KeyBytes = 32;

    /// <summary>Reads the signing key from the data directory, making one the first time.</summary>
    /// <exception cref="StartException">The file is there and cannot be read, or cannot be written.</exception>
    public static byte[] LoadKey(string dataDirectory)
    {
        try
        {
            return LoadOrMakeKey(Path.Combine(dataDirectory, "artifact-links.key"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The data directory {dataDirectory} cannot be used: {e.Message}", e);
        }
    }

    private static byte[] LoadOrMakeKey(string path)
    {
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: KeyBytes } stored) return stored;
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(key);
        file.Flush(flushToDisk: true);
        return key;
    }

    /// <summary>A URL for an artifact.</summary>
    /// <param name="baseUrl">Of the front door.</param>
    /// <param name="key">The artifact's key; its characters need no encoding.</param>
    /// <param name="expiresAt">From then on it does not work; a fraction of a second is cut off.</param>
    public Uri UrlOf(Uri baseUrl, string key, DateTimeOffset expiresAt)
    {
        var expires = expiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new Uri($"{baseUrl.AbsoluteUri.TrimEnd('/')}{Prefix}{key}?expires={expires}&signature={SignatureOf(key, expires)}");
    }

    /// <summary>True when the URL is one of ours and has not expired.</summary>
    public bool IsValid(string key, string? expires, string? signature) =>
        expires is not null && signature is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(SignatureOf(key, expires)))
        && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && time.GetUtcNow().ToUnixTimeSeconds() < seconds;

    private string SignatureOf(string key, string expires) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(signingKey, Encoding.UTF8.GetBytes($"{key}\n{expires}")));
}
