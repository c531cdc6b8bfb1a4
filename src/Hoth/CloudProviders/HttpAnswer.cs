using System.Buffers;
using System.Net.Http.Headers;

namespace Hoth.CloudProviders;

/// <summary>An HTTP answer read whole into a rented buffer, up to a cap. Dispose it when the body is no longer needed.</summary>
internal sealed class HttpAnswer : IDisposable
{
    private const int FirstBuffer = 16 * 1024;
    private byte[] _buffer;

    private HttpAnswer(HttpResponseMessage response, byte[] buffer, int length, bool isOverCap)
    {
        Status = (int)response.StatusCode;
        ContentType = response.Content.Headers.ContentType;
        RetryAfter = Single(response.Headers, "Retry-After");
        Location = Single(response.Headers, "Location");
        _buffer = buffer;
        Body = buffer.AsMemory(0, length);
        IsOverCap = isOverCap;
    }

    public int Status { get; }

    public MediaTypeHeaderValue? ContentType { get; }

    /// <summary>The header's only value as sent; null when absent or sent twice.</summary>
    public string? RetryAfter { get; }

    /// <inheritdoc cref="RetryAfter"/>
    public string? Location { get; }

    /// <summary>The decompressed body, or its beginning when it is over the cap. Only valid until disposal.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    public bool IsOverCap { get; }

    public bool IsSuccess => Status is >= 200 and <= 299;

    public bool IsRedirect => Status is >= 300 and <= 399;

    /// <summary>application/json or a +json type, in UTF-8.</summary>
    public bool IsJson =>
        ContentType is { MediaType: { } type, CharSet: var charset }
        && (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
        && (charset is null || charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, int cap, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(FirstBuffer, cap + 1));
        try
        {
            var length = 0;
            while (length <= cap)
            {
                if (length == buffer.Length) buffer = Grow(buffer, length);
                var read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0) break;
                length += read;
            }

            return new HttpAnswer(response, buffer, Math.Min(length, cap), isOverCap: length > cap);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Body = default;
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static string? Single(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && values.Count == 1 ? values.ToString() : null;
}
