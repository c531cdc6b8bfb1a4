using System.Globalization;
using System.Runtime.CompilerServices;
using Hoth.Ports;
using Hoth.Streams;

namespace Hoth.HttpJobs;

/// <summary>Puts records into the artifact store, each part an artifact of JSON lines. Streams: no part is held in memory.</summary>
/// <param name="artifacts">The store.</param>
/// <param name="convert">Makes of a record what is kept of it: one JSON value on one line. Null: it is kept as it is.</param>
public sealed class ArtifactOutput(IArtifactStore artifacts, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? convert = null) : IHttpJobOutput
{
    private const string MediaType = "application/jsonl";
    private static readonly ReadOnlyMemory<byte> LineFeed = new([(byte)'\n']);
    private static readonly ReadOnlyMemory<byte> Comma = new([(byte)',']);

    /// <summary>The artifact that a part is.</summary>
    public static string KeyOf(HttpJobPart part) => string.Create(CultureInfo.InvariantCulture, $"http-jobs/{part.Id}/{part.Attempt}/{part.Index}.jsonl");

    /// <summary>The artifacts that hold the output of a job that is over, in order.</summary>
    public static IEnumerable<string> KeysOf(HttpJobState state) =>
        Enumerable.Range(0, state.Written.Parts).Select(i => KeyOf(new HttpJobPart(state.Id, state.Attempt, i)));

    /// <inheritdoc />
    public async Task WriteAsync(HttpJobPart part, IAsyncEnumerable<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken)
    {
        var kept = convert is null ? records : ConvertAsync(records, convert, cancellationToken);
        await using var lines = new ChunkStream(kept.GetAsyncEnumerator(cancellationToken), LineFeed);
        await artifacts.PutAsync(KeyOf(part), lines, MediaType, cancellationToken);
    }

    /// <summary>The records of a job that is over, with a comma between any two: the inside of a JSON array. In pieces, each valid until the next is asked for.</summary>
    /// <exception cref="InvalidOperationException">A part is gone.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(HttpJobState state, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var buffer = new byte[64 * 1024];
        var owesComma = false;
        foreach (var key in KeysOf(state))
        {
            await using var part = await artifacts.OpenAsync(key, cancellationToken) ?? throw new InvalidOperationException($"The artifact {key} is gone.");
            int read;
            while ((read = await part.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (owesComma) yield return Comma;

                // Records are lines. What ends the last one of all is no comma, and which is the last is known with the next piece only.
                owesComma = buffer[read - 1] == (byte)'\n';
                buffer.AsSpan(0, read).Replace((byte)'\n', (byte)',');
                yield return buffer.AsMemory(0, owesComma ? read - 1 : read);
            }
        }
    }

    /// <summary>Deletes what a job has put out. Parts of tries that failed are left to whatever deletes old artifacts.</summary>
    public async Task DeleteAsync(HttpJobState state, CancellationToken cancellationToken)
    {
        foreach (var key in KeysOf(state)) await artifacts.DeleteAsync(key, cancellationToken);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ConvertAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> records, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> convert, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in records.WithCancellation(cancellationToken)) yield return convert(record);
    }
}
