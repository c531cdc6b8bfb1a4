using System.Buffers;

namespace Hoth.MockCsp.Hosting;

/// <summary>A request's body, read whole up to <see cref="Limit"/>.</summary>
internal sealed record ReceivedBody(ReadOnlyMemory<byte> Bytes, bool TooLarge)
{
    /// <summary>256 KiB.</summary>
    public const int Limit = 256 << 10;

    private static readonly ReceivedBody Empty = new(default, false);

    public static ValueTask<ReceivedBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // Nearly every request is a GET without a body: no state machine for it.
        var none = request.ContentLength is 0 || (request.ContentLength is null && request.Headers.TransferEncoding.Count == 0);
        return none ? new(Empty) : ReadBodyAsync(request, cancellationToken);
    }

    private static async ValueTask<ReceivedBody> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.IsCompleted || read.Buffer.Length > Limit)
            {
                var tooLarge = read.Buffer.Length > Limit;
                var bytes = (tooLarge ? read.Buffer.Slice(0, Limit) : read.Buffer).ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return new(bytes, tooLarge);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
