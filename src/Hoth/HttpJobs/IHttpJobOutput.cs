namespace Hoth.HttpJobs;

/// <summary>Where downloaded records go.</summary>
public interface IHttpJobOutput
{
    /// <summary>Writes one part whole, or not at all; the same part written again replaces it.</summary>
    /// <param name="part">Which: a page of a target.</param>
    /// <param name="records">Its records, each one JSON value as UTF-8 on one line, valid until the next is asked for. Read to the end.</param>
    /// <param name="cancellationToken">Stops; nothing of the part may be kept.</param>
    Task WriteAsync(HttpJobPart part, IAsyncEnumerable<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken);
}

/// <summary>Names a part of a job's output. Of the parts of the successful try, those below <see cref="HttpJobAmount.Parts"/> are the output; all others are left over.</summary>
/// <param name="Id">The job's <see cref="HttpJobState.Id"/>.</param>
/// <param name="Attempt">Which try, from 1.</param>
/// <param name="Index">0, 1, …</param>
public sealed record HttpJobPart(string Id, int Attempt, int Index);
