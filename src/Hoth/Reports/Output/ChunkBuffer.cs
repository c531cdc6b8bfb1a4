using System.Buffers;

namespace Hoth.Reports.Output;

/// <summary>Collects output until there is enough of it to pass on.</summary>
internal sealed class ChunkBuffer : IBufferWriter<byte>
{
    private const int Enough = 64 * 1024;

    /// <summary>One is read while the other is written.</summary>
    private ArrayBufferWriter<byte> _written = new(2 * Enough);
    private ArrayBufferWriter<byte> _taken = new(2 * Enough);

    public bool IsFull => _written.WrittenCount >= Enough;

    /// <summary>What was collected, valid until the next call.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        (_written, _taken) = (_taken, _written);
        _written.ResetWrittenCount();
        return _taken.WrittenMemory;
    }

    public void Advance(int count) => _written.Advance(count);

    public Memory<byte> GetMemory(int sizeHint = 0) => _written.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _written.GetSpan(sizeHint);
}
