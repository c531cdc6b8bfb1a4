using System.Text;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Problems;

namespace Hoth.Results;

/// <summary>What a job brought forth, for a client that fetches it. Reads only.</summary>
public sealed class FetchResult(JobBodies bodies, IArtifactStore artifacts, ResultUrls urls)
{
    /// <summary>What is larger is fetched from the artifact store: 4 MB.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>An answer travels as text inside JSON: what takes more than this there is fetched from the artifact store, too. Lambda ends at 6 MB.</summary>
    private const int MaxAnswerBytes = (6 * 1024 * 1024) - (256 * 1024);

    /// <summary>Without a preamble: a byte order mark is content like everything else.</summary>
    private static readonly UTF8Encoding Exact = new(encoderShouldEmitUTF8Identifier: false);

    private const string Json = "application/json";

    /// <summary>The result of a job.</summary>
    /// <param name="job">A job that the caller may see.</param>
    /// <param name="pollAfterSeconds">When to ask again, where it is not done.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="ProblemException">409 not ready, failed or cancelled; 410 it is gone.</exception>
    public async Task<FetchedResult> ExecuteAsync(JobRecord job, int pollAfterSeconds, CancellationToken cancellationToken)
    {
        if (!job.IsTerminal)
        {
            throw (new Problem(409, ProblemCodes.ResultNotReady, "The result is not ready", $"The job is {job.Status}; ask again later.") with { RetryAfterSeconds = pollAfterSeconds }).ToException();
        }

        return job switch
        {
            { IsFetched: false } => await DrainedAsync(job, cancellationToken),
            { Status: JobStatus.Failed } => throw new Problem(409, ProblemCodes.JobFailed, "The job has failed", "It has no result; the job says why.").ToException(),
            { Status: JobStatus.Cancelled } => throw new Problem(409, ProblemCodes.JobCancelled, "The job was cancelled", "It has no result.").ToException(),
            { Output: not { ArtifactKey: not null } } => FetchedResult.Empty,
            _ => await OutputAsync(job.Output, cancellationToken),
        };
    }

    /// <summary>The result that ServiceNow drains, of a failed job as well: it says what became of it.</summary>
    private async Task<FetchedResult> DrainedAsync(JobRecord job, CancellationToken cancellationToken)
    {
        // What cannot fit is not even loaded: it may be larger than memory.
        if (job.Result is { Bytes: > MaxBytes, ArtifactKey: { } large }) return new FetchedResult(null, null, await urls.OfAsync(large, cancellationToken));
        var json = await bodies.LoadAsync(job.Result, cancellationToken) ?? throw Gone();
        return AnswerSize.Of(json) > MaxAnswerBytes && job.Result!.ArtifactKey is { } key
            ? new FetchedResult(null, null, await urls.OfAsync(key, cancellationToken))
            : new FetchedResult(json, Json, null);
    }

    private async Task<FetchedResult> OutputAsync(JobOutput output, CancellationToken cancellationToken)
    {
        await using var content = await artifacts.OpenAsync(output.ArtifactKey!, cancellationToken) ?? throw Gone();
        if (output.Bytes <= MaxBytes)
        {
            using var reader = new StreamReader(content, Exact, detectEncodingFromByteOrderMarks: false);
            var text = await reader.ReadToEndAsync(cancellationToken);
            if (AnswerSize.Of(text) <= MaxAnswerBytes) return new FetchedResult(text, output.MediaType, null) { Sha256 = output.Sha256 };
        }

        return new FetchedResult(null, null, await urls.OfAsync(output.ArtifactKey!, cancellationToken));
    }

    private static ProblemException Gone() =>
        new Problem(410, ProblemCodes.ResultGone, "The result is gone", "The job has succeeded, and its result is not kept any more.").ToException();
}

/// <summary>A result on its way to the client. Nothing is set when the job succeeded and there is nothing in it.</summary>
/// <param name="Text">The content.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Url">From where it is fetched instead, without credentials, for an hour.</param>
public sealed record FetchedResult(string? Text, string? MediaType, Uri? Url)
{
    /// <summary>Nothing.</summary>
    public static FetchedResult Empty { get; } = new(null, null, null);

    /// <summary>The hash of the content in hex, where it is known.</summary>
    public string? Sha256 { get; init; }
}
