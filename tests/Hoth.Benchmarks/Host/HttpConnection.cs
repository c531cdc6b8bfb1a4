using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Hoth.Benchmarks.Host;

/// <summary>
/// One kept-alive HTTP/1.1 connection for prebuilt requests, one at a time. As little as a client can do, so that the load generator
/// takes little of the CPU time that it shares with the host.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];

    public async Task ConnectAsync(IPEndPoint address, CancellationToken cancellationToken) => await _socket.ConnectAsync(address, cancellationToken);

    /// <summary>Sends a request and receives its answer.</summary>
    /// <param name="request">Head and body.</param>
    /// <param name="cancellationToken">Gives up; the connection is of no use afterwards.</param>
    /// <returns>The status and the body, which is valid until the next call.</returns>
    /// <exception cref="IOException">The server closed the connection, or framed its answer otherwise than with Content-Length.</exception>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Body)> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        while (request.Length > 0) request = request[await _socket.SendAsync(request, cancellationToken)..];
        var (received, head) = (0, -1);
        while (head < 0)
        {
            received += await ReceiveAsync(received, cancellationToken);
            head = _buffer.AsSpan(0, received).IndexOf("\r\n\r\n"u8);
        }

        var (status, length) = ReadHead(_buffer.AsSpan(0, head + 2));
        var (start, end) = (head + 4, head + 4 + length);
        if (end > _buffer.Length) Array.Resize(ref _buffer, end);
        while (received < end) received += await ReceiveAsync(received, cancellationToken);
        return (status, _buffer.AsMemory(start, length));
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> ReceiveAsync(int offset, CancellationToken cancellationToken)
    {
        var count = await _socket.ReceiveAsync(_buffer.AsMemory(offset), cancellationToken);
        return count > 0 ? count : throw new IOException("The server closed the connection.");
    }

    private static (int Status, int Length) ReadHead(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head["HTTP/1.1 ".Length..], out int status, out _) && Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _)
            ? (status, length)
            : throw new IOException("The answer has no Content-Length.");
    }
}
