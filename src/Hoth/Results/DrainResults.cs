using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.Results;

/// <summary>
/// Takes up to 10 results off a result queue for the client (contract, Draining). Plain: receive → build → mark delivered →
/// delete → answer. A message is deleted only when its record says that it was delivered; a kill in between delivers it again.
/// </summary>
public sealed class DrainResults(
    IQueue queue, IJobStore jobs, JobTypes types, JobBodies bodies, ResultUrls urls, DeadLetters deadLetters, TimeProvider time, IFaultPoints faults, HothMetrics metrics, ILogger<DrainResults> logger)
{
    /// <summary>An answer holds at most this many bytes of results, as <see cref="AnswerSize"/> counts them: Lambda ends at 6 MB.</summary>
    public const int MaxAnswerBytes = 5 * 1024 * 1024;

    /// <summary>SQS's most for one receive, and the contract's most for one answer.</summary>
    internal const int MaxResults = 10;

    /// <summary>How long received messages are hidden while an answer is built: longer than the function's timeout.</summary>
    private static readonly TimeSpan BuildTime = TimeSpan.FromSeconds(60);

    /// <summary>Long polling asks every SQS server, not only some, so that an empty answer means an empty queue.</summary>
    internal static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(1);

    /// <summary>Drains.</summary>
    /// <param name="kind">Whose results.</param>
    /// <param name="cancellationToken">Stops between the steps; what was not marked comes again.</param>
    /// <returns>The results as JSON texts, at most 10 and <see cref="MaxAnswerBytes"/>.</returns>
    /// <exception cref="PortUnavailableException">Nothing could be received or marked.</exception>
    public async Task<IReadOnlyList<string>> ExecuteAsync(JobKind kind, CancellationToken cancellationToken)
    {
        var source = types.ResultQueueOf(kind);
        while (true)
        {
            var messages = await queue.ReceiveAsync(source, MaxResults, BuildTime, LongPoll, cancellationToken);
            if (messages.Count == 0) return [];
            // Nothing but duplicates and poison: receive again, for an empty answer says that the queue is empty.
            if (await TakeAsync(kind, source, messages, cancellationToken) is { Count: > 0 } results) return results;
        }
    }

    /// <summary>Build → mark delivered → delete.</summary>
    private async Task<IReadOnlyList<string>> TakeAsync(JobKind kind, string source, IReadOnlyList<ReceivedMessage> messages, CancellationToken cancellationToken)
    {
        var candidates = await ReadAsync(source, messages, cancellationToken);
        var marked = await Task.WhenAll(candidates.Select(c => MarkAsync(kind, c, cancellationToken)));
        if (marked.Length > 0 && marked.All(m => m.Failure is not null)) throw marked[0].Failure!;
        faults.Reached(FaultPoint.DeliveryMarked);

        var receipts = marked.Where(m => m.Failure is null).Select(m => m.Candidate.Message.Receipt).ToList();
        if (receipts.Count > 0) await DeleteAsync(source, receipts, cancellationToken);
        faults.Reached(FaultPoint.DeliveryDeleted);

        return [.. marked.Where(m => m is { Failure: null, IsDuplicate: false }).Select(m => m.Candidate.Json)];
    }

    /// <summary>The messages that are readable and fit into one answer, with their results; poison goes to the dead-letter queue, what does not fit is given back.</summary>
    internal async Task<IReadOnlyList<Candidate>> ReadAsync(string source, IReadOnlyList<ReceivedMessage> messages, CancellationToken cancellationToken)
    {
        var candidates = new List<Candidate>(messages.Count);
        var bytes = 2;
        foreach (var message in messages)
        {
            if (ResultMessage.TryRead(message.Body) is not { } result)
            {
                await deadLetters.MoveAsync(source, message, "not a result", cancellationToken);
                continue;
            }

            // A result that cannot fit is not even loaded: it may be larger than memory.
            var json = result.ArtifactKey is null ? message.Body
                : result.Bytes > MaxAnswerBytes ? await WithUrlAsync(result, cancellationToken)
                : await bodies.LoadArtifactAsync(result.ArtifactKey, cancellationToken);
            if (json is null)
            {
                await deadLetters.MoveAsync(source, message, "its artifact is gone", cancellationToken);
                continue;
            }

            var size = AnswerSize.Of(json);
            if (size + 2 > MaxAnswerBytes)
            {
                json = await WithUrlAsync(result, cancellationToken);
                size = AnswerSize.Of(json);
            }

            if (bytes + size > MaxAnswerBytes)
            {
                await queue.ChangeVisibilityAsync(source, message.Receipt, TimeSpan.Zero, cancellationToken);
                continue;
            }

            bytes += size;
            candidates.Add(new Candidate(message, result.JobId, json));
        }

        return candidates;
    }

    private async Task<string> WithUrlAsync(ResultMessage result, CancellationToken cancellationToken)
    {
        var job = await jobs.FindAsync(result.JobId, cancellationToken)
            ?? throw new InvalidOperationException($"The result of job {result.JobId} has no record.");
        return JobResult.WriteWithUrl(job, await urls.OfAsync(result.ArtifactKey!, cancellationToken));
    }

    private async Task<Marked> MarkAsync(JobKind kind, Candidate candidate, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            var id = candidate.Message.MessageId;
            var update = await jobs.UpdateAsync(candidate.JobId, j => JobLifecycle.MarkDelivered(j, id, now), cancellationToken);
            if (update.Job is null)
            {
                await deadLetters.MoveAsync(types.ResultQueueOf(kind), candidate.Message, "its job has no record", cancellationToken);
                return new Marked(candidate, true, null);
            }

            // Not written means delivered before: by this message (the answer may have been lost: again), or by another (drop).
            var duplicate = !update.Written && update.Job.DeliveredMessageId != id;
            if (!duplicate) metrics.ResultDelivered(kind, again: !update.Written);
            using var step = JobStep.Begin(logger, nameof(DrainResults), update.Job);
            if (update.Written) Log.ResultDelivered(logger, candidate.JobId, candidate.Message.ReceiveCount);
            else if (duplicate) Log.DuplicateDropped(logger, candidate.JobId);
            return new Marked(candidate, duplicate, null);
        }
        catch (PortUnavailableException e)
        {
            return new Marked(candidate, false, e);
        }
    }

    private async Task DeleteAsync(string source, List<string> receipts, CancellationToken cancellationToken)
    {
        try
        {
            var failed = await queue.DeleteAsync(source, receipts, cancellationToken);
            if (failed.Count > 0) Log.DeleteFailed(logger, source, failed.Count);
        }
        catch (PortUnavailableException)
        {
            // They are marked: answering now and once more later is better than not answering now.
            Log.DeleteFailed(logger, source, receipts.Count);
        }
    }

    /// <summary>A message that can be answered with.</summary>
    internal sealed record Candidate(ReceivedMessage Message, string JobId, string Json);

    private sealed record Marked(Candidate Candidate, bool IsDuplicate, PortUnavailableException? Failure);
}
