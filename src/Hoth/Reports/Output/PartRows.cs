using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Hoth.Ports;
using Hoth.Reports.Work;

namespace Hoth.Reports.Output;

/// <summary>The rows of a report's parts, as often as they are wanted.</summary>
/// <param name="artifacts">Has the parts.</param>
/// <param name="parts">Artifacts of JSON lines, in order.</param>
internal sealed class PartRows(IArtifactStore artifacts, IReadOnlyList<string> parts)
{
    private const int BufferSize = 64 * 1024;

    /// <summary>The rows, each one JSON value, valid until the next is asked for.</summary>
    /// <exception cref="ReportException">A part is gone.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var row = new ArrayBufferWriter<byte>(BufferSize);
        foreach (var key in parts)
        {
            await using var part = await artifacts.OpenAsync(key, cancellationToken) ?? throw new ReportException("A part of the report is gone from the artifact store.");
            var reader = PipeReader.Create(part, new StreamPipeReaderOptions(bufferSize: BufferSize, leaveOpen: true));
            bool isLast;
            do
            {
                var result = await reader.ReadAsync(cancellationToken);
                isLast = result.IsCompleted;
                var rest = result.Buffer;
                while (TryTake(ref rest, isLast, out var line))
                {
                    if (!line.IsEmpty) yield return Contiguous(line, row);
                }

                reader.AdvanceTo(rest.Start, rest.End);
            }
            while (!isLast);
            await reader.CompleteAsync();
        }
    }

    /// <summary>True when there is a row.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var rows = ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        return await rows.MoveNextAsync();
    }

    private static bool TryTake(ref ReadOnlySequence<byte> rest, bool isLast, out ReadOnlySequence<byte> line)
    {
        var reader = new SequenceReader<byte>(rest);
        if (!reader.TryReadTo(out line, (byte)'\n'))
        {
            (line, var isThere) = (rest, isLast && !rest.IsEmpty);
            if (isThere) rest = rest.Slice(rest.End);
            return isThere;
        }

        rest = rest.Slice(reader.Position);
        return true;
    }

    private static ReadOnlyMemory<byte> Contiguous(ReadOnlySequence<byte> line, ArrayBufferWriter<byte> row)
    {
        if (line.IsSingleSegment) return line.First;
        row.ResetWrittenCount();
        foreach (var segment in line) row.Write(segment.Span);
        return row.WrittenMemory;
    }
}
