using System.Text;
using Hoth.HttpJobs.Decoding;
using Hoth.HttpJobs.Definitions;
using Hoth.HttpJobs.Http;
using Hoth.Streams;
using Decoder = Hoth.HttpJobs.Definitions.Decoder;

namespace Hoth.Tests.HttpJobs;

/// <summary>Alone in the process, because it looks at the process's memory.</summary>
[CollectionDefinition(nameof(LargeDownloadTests), DisableParallelization = true)]
[Collection(nameof(LargeDownloadTests))]
public sealed class LargeDownloadTests
{
    [Fact]
    public async Task Large_csv_streams_with_flat_memory()
    {
        const int Rows = 400_000;
        await using var content = new RepeatedRow("a,b,c\n"u8.ToArray(), Encoding.UTF8.GetBytes($"1,\"{new string('x', 200)}\",{new string('y', 290)}\n"), Rows);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long records = 0, most = 0;

        await foreach (var record in ContentDecoder.ReadAsync(new Decoder(DecoderKind.Csv, null, ',', null, "*", 1, 1), content, null, long.MaxValue, null, default))
        {
            // A full collection now and then: what is left then is what is held.
            if (++records % 100_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        }

        records.ShouldBe(Rows);
        content.Sent.ShouldBeGreaterThan(190_000_000);
        (most - before).ShouldBeLessThan(20_000_000);
    }

    /// <summary>A header and one row, again and again.</summary>
    private sealed class RepeatedRow(byte[] header, byte[] row, int rows) : ReadingStream(Null)
    {
        private int _sentRows = -1;

        public long Sent { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var filled = 0;
            while (_sentRows < rows)
            {
                var next = _sentRows < 0 ? header : row;
                if (filled + next.Length > buffer.Length) break;
                next.CopyTo(buffer.Span[filled..]);
                filled += next.Length;
                _sentRows++;
            }

            Sent += filled;
            return new(filled);
        }
    }
}
