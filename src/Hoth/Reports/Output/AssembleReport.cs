using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Reports.Work;
using Hoth.Streams;

namespace Hoth.Reports.Output;

/// <summary>Makes one artifact of the parts of a report. Streams: however large it is, neither a part nor the whole is held in memory.</summary>
internal sealed class AssembleReport(IArtifactStore artifacts)
{
    /// <summary>Assembles.</summary>
    /// <param name="key">The artifact that is written; none when there are no rows.</param>
    /// <param name="format">Its form.</param>
    /// <param name="parts">Artifacts of JSON lines, in order.</param>
    /// <param name="cancellationToken">Stops; nothing is written then.</param>
    /// <exception cref="ReportException">A part is gone, or the rows do not fit the format.</exception>
    public async Task<JobOutput> ExecuteAsync(string key, ReportFormat format, IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        var rows = new PartRows(artifacts, parts);
        IRowFormat writer = format == ReportFormat.Csv ? new CsvFormat(await CsvColumns.FindAsync(rows, cancellationToken)) : new JsonFormat();
        var measure = new Measure();
        if (!await rows.AnyAsync(cancellationToken)) return new JobOutput(null, writer.MediaType, 0, null, 0);
        using (measure.Hash)
        {
            await using var content = new ChunkStream(WriteAsync(rows, writer, measure, cancellationToken).GetAsyncEnumerator(cancellationToken));
            try
            {
                await artifacts.PutAsync(key, content, writer.MediaType, cancellationToken);
            }
            catch (Exception) when (measure.Trouble is not null)
            {
                // A store may have wrapped what the rows threw.
                throw measure.Trouble;
            }

            return new JobOutput(key, writer.MediaType, content.Count, Convert.ToHexStringLower(measure.Hash.GetHashAndReset()), measure.Rows);
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> WriteAsync(PartRows rows, IRowFormat format, Measure measure, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunk = new ChunkBuffer();
        await using var source = rows.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        format.Begin(chunk);
        while (await NextAsync(source, measure))
        {
            format.Write(source.Current.Span, chunk);
            measure.Rows++;
            if (!chunk.IsFull) continue;
            yield return measure.Add(chunk.Take());
        }

        format.End(chunk);
        yield return measure.Add(chunk.Take());
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> source, Measure measure)
    {
        try
        {
            return await source.MoveNextAsync();
        }
        catch (ReportException e)
        {
            measure.Trouble = e;
            throw;
        }
    }

    private sealed class Measure
    {
        public IncrementalHash Hash { get; } = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Rows { get; set; }

        public ReportException? Trouble { get; set; }

        public ReadOnlyMemory<byte> Add(ReadOnlyMemory<byte> chunk)
        {
            Hash.AppendData(chunk.Span);
            return chunk;
        }
    }
}
