using System.Buffers;
using System.Text;
using Hoth.Functions.Http;
using Microsoft.Net.Http.Headers;

namespace Hoth.Local.FrontDoor;

/// <summary>A request's body as API Gateway passes it on: text, or base64 when it is none.</summary>
/// <param name="Text">The text or base64; null when there is no body.</param>
/// <param name="IsBase64">What it is.</param>
/// <param name="IsTooLarge">It was not read to its end.</param>
internal readonly record struct RequestBody(string? Text, bool IsBase64, bool IsTooLarge)
{
    /// <summary>A bit more than the edge allows, so that it is the edge that refuses the slightly too large ones.</summary>
    public const int Limit = HttpEdge.MaxBodyBytes + 16 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly string[] BinaryTypes = ["image/", "audio/", "video/", "application/octet-stream", "application/zip", "application/gzip", "application/pdf"];

    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is 0) return default;
        if (request.ContentLength > Limit) return new(null, false, IsTooLarge: true);
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var bytes = read.Buffer;
            if (bytes.Length > Limit)
            {
                reader.AdvanceTo(bytes.End);
                return new(null, false, IsTooLarge: true);
            }

            if (read.IsCompleted)
            {
                var body = From(bytes, request.Headers);
                reader.AdvanceTo(bytes.End);
                return body;
            }

            reader.AdvanceTo(bytes.Start, bytes.End);
        }
    }

    private static RequestBody From(in ReadOnlySequence<byte> bytes, IHeaderDictionary headers)
    {
        if (bytes.IsEmpty) return default;
        if (!IsBinary(headers))
        {
            try
            {
                return new(StrictUtf8.GetString(bytes), false, false);
            }
            catch (DecoderFallbackException)
            {
                // No text after all.
            }
        }

        return new(Convert.ToBase64String(bytes.ToArray()), IsBase64: true, false);
    }

    private static bool IsBinary(IHeaderDictionary headers)
    {
        if (headers.TryGetValue(HeaderNames.ContentEncoding, out var coding) && !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase)) return true;
        return headers.ContentType.ToString() is { Length: > 0 } type && Array.Exists(BinaryTypes, t => type.StartsWith(t, StringComparison.OrdinalIgnoreCase));
    }
}
