using System.Globalization;
using Hoth.Ports;

namespace Hoth.HttpJobs;

/// <summary>Puts records into the artifact store, each part an artifact of JSON lines. Streams: no part is held in memory.</summary>
public sealed class ArtifactOutput(IArtifactStore artifacts) : IHttpJobOutput
{
    private const string MediaType = "application/jsonl";

    /// <summary>The artifact that a part is.</summary>
    public static string KeyOf(HttpJobPart part) => string.Create(CultureInfo.InvariantCulture, $"http-jobs/{part.Id}/{part.Attempt}/{part.Index}.jsonl");

    /// <inheritdoc />
    public async Task WriteAsync(HttpJobPart part, IAsyncEnumerable<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken)
    {
        await using var lines = new JsonLinesStream(records.GetAsyncEnumerator(cancellationToken));
        await artifacts.PutAsync(KeyOf(part), lines, MediaType, cancellationToken);
    }

    /// <summary>The artifacts that hold the output of a job that is over, in order.</summary>
    public static IEnumerable<string> KeysOf(HttpJobState state) =>
        Enumerable.Range(0, state.Written.Parts).Select(i => KeyOf(new HttpJobPart(state.Id, state.Attempt, i)));
}
