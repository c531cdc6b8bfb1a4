namespace Hoth.Streams;

/// <summary>Pieces as one stream, made while it is read. Each piece is used up before the next is asked for.</summary>
/// <param name="chunks">The pieces.</param>
/// <param name="ending">What follows each of them.</param>
internal sealed class ChunkStream(IAsyncEnumerator<ReadOnlyMemory<byte>> chunks, ReadOnlyMemory<byte> ending = default) : ReadingStream(Null)
{
    private ReadOnlyMemory<byte> _rest;
    private bool _owesEnding;

    /// <summary>How many bytes were read so far.</summary>
    public long Count { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            if (_rest.IsEmpty && !await NextAsync()) break;
            var length = Math.Min(_rest.Length, buffer.Length - filled);
            _rest.Span[..length].CopyTo(buffer.Span[filled..]);
            _rest = _rest[length..];
            filled += length;
        }

        Count += filled;
        return filled;
    }

    public override async ValueTask DisposeAsync()
    {
        await chunks.DisposeAsync();
        await base.DisposeAsync();
    }

    private async ValueTask<bool> NextAsync()
    {
        if (_owesEnding)
        {
            (_rest, _owesEnding) = (ending, false);
            return true;
        }

        if (!await chunks.MoveNextAsync()) return false;
        (_rest, _owesEnding) = (chunks.Current, !ending.IsEmpty);
        return true;
    }
}
