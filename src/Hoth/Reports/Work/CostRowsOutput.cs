using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Hoth.CloudProviders;
using Hoth.HttpJobs;
using Hoth.Json;

namespace Hoth.Reports.Work;

/// <summary>Writes the records of an HTTP job about costs as rows.</summary>
internal sealed class CostRowsOutput(IHttpJobOutput output, CostRows rows) : IHttpJobOutput
{
    public Task WriteAsync(HttpJobPart part, IAsyncEnumerable<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken) =>
        output.WriteAsync(part, RowsOfAsync(records, cancellationToken), cancellationToken);

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> RowsOfAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new ArrayBufferWriter<byte>();
        await foreach (var record in records.WithCancellation(cancellationToken))
        {
            lines.ResetWrittenCount();
            using (var document = JsonDocument.Parse(WireCase.ToCamelUtf8(record), StrictJson.Options)) rows.WriteRecord(document.RootElement, lines);

            // The output ends each record with a line feed of its own.
            if (lines.WrittenCount > 0) yield return lines.WrittenMemory[..^1];
        }
    }
}
