using Hoth.Functions.Catalog;
using Hoth.Ports;

namespace Hoth.Local.Pumps;

/// <summary>Receives one batch as the event source does: waits for a first message, then collects for the batching window or until the batch is full.</summary>
internal sealed class BatchCollector(IQueue queue, FunctionQueue source, TimeSpan functionTimeout, TimeProvider time)
{
    /// <summary>SQS's longest wait.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>AWS's advice for event sources: six times the function's timeout, at most what SQS allows.</summary>
    private readonly TimeSpan _visibility = Min(6 * functionTimeout + source.BatchWindow, TimeSpan.FromHours(12));

    /// <summary>The next batch; empty when there was nothing for a while.</summary>
    /// <exception cref="OperationCanceledException">Told to stop before there was any message.</exception>
    public async Task<IReadOnlyList<ReceivedMessage>> CollectAsync(CancellationToken cancellationToken)
    {
        var first = await queue.ReceiveAsync(source.Name, source.BatchSize, _visibility, LongestWait, cancellationToken);
        return first.Count == 0 || first.Count >= source.BatchSize || source.BatchWindow == TimeSpan.Zero
            ? first
            : await CollectMoreAsync(first, cancellationToken);
    }

    private async Task<IReadOnlyList<ReceivedMessage>> CollectMoreAsync(IReadOnlyList<ReceivedMessage> first, CancellationToken cancellationToken)
    {
        var batch = new List<ReceivedMessage>(first);
        var end = time.GetUtcNow() + source.BatchWindow;
        try
        {
            while (batch.Count < source.BatchSize && end - time.GetUtcNow() is var left && left > TimeSpan.Zero)
            {
                batch.AddRange(await queue.ReceiveAsync(source.Name, source.BatchSize - batch.Count, _visibility, Min(left, LongestWait), cancellationToken));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or PortUnavailableException)
        {
            // What was received is worked on all the same.
        }

        return batch;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
