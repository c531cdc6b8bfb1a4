namespace Hoth.QaRuns;

/// <summary>Reads bodies up to a size.</summary>
internal static class CappedContent
{
    /// <summary>The whole body, or null when it has more bytes.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > most) return null;
        using var buffer = new MemoryStream();
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var block = new byte[16 * 1024];
        while (await stream.ReadAsync(block, cancellationToken) is var read and > 0)
        {
            if (buffer.Length + read > most) return null;
            buffer.Write(block, 0, read);
        }

        return buffer.ToArray();
    }
}
