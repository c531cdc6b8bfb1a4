using Hoth.HttpJobs.Http;

namespace Hoth.HttpJobs;

/// <summary>Records as a stream of JSON lines, made while it is read.</summary>
internal sealed class JsonLinesStream(IAsyncEnumerator<ReadOnlyMemory<byte>> records) : ReadingStream(Null)
{
    private static readonly ReadOnlyMemory<byte> LineFeed = new([(byte)'\n']);
    private ReadOnlyMemory<byte> _rest;
    private bool _owesLineFeed;

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

        return filled;
    }

    public override async ValueTask DisposeAsync()
    {
        await records.DisposeAsync();
        await base.DisposeAsync();
    }

    private async ValueTask<bool> NextAsync()
    {
        if (_owesLineFeed)
        {
            (_rest, _owesLineFeed) = (LineFeed, false);
            return true;
        }

        if (!await records.MoveNextAsync()) return false;
        (_rest, _owesLineFeed) = (records.Current, true);
        return true;
    }
}
