using Amazon.Lambda.SQSEvents;
using Hoth.Functions.Catalog;
using Hoth.Local.Invocation;
using Hoth.Ports;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.Pumps;

/// <summary>
/// Feeds one queue to its function with the semantics of Lambda's SQS event source: batches, a batching window, a maximum concurrency,
/// partial batch responses. What a function does not finish stays on the queue until its visibility timeout has passed.
/// </summary>
/// <remarks>
/// One receiver hands batches to as many invocations as there are slots. It never polls: a receive waits in the queue until there is
/// something. While all slots are busy it does not receive, so that messages wait where they are counted and ordered: in the queue.
/// </remarks>
internal sealed class QueuePump : IDisposable
{
    /// <summary>For a function that sets no maximum: far above what one machine makes use of.</summary>
    private const int DefaultConcurrency = 50;

    /// <summary>SQS deletes up to 10 at once.</summary>
    private const int DeleteLimit = 10;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly BoundFunction<SQSEvent, SQSBatchResponse> _function;
    private readonly FunctionQueue _source;
    private readonly IQueue _queue;
    private readonly Invoker _invoker;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BatchCollector _collector;
    private readonly SemaphoreSlim _slots;
    private readonly int _concurrency;

    public QueuePump(BoundFunction<SQSEvent, SQSBatchResponse> function, IQueue queue, Invoker invoker, TimeProvider time, ILogger<QueuePump> logger)
    {
        var definition = function.Definition;
        _function = function;
        _source = definition.Queue ?? throw new ArgumentException($"Function {definition.Name} has no queue.", nameof(function));
        _queue = queue;
        _invoker = invoker;
        _time = time;
        _logger = logger;
        _collector = new BatchCollector(queue, _source, definition.Timeout, time);
        _concurrency = _source.MaximumConcurrency ?? DefaultConcurrency;
        _slots = new SemaphoreSlim(_concurrency);
    }

    /// <summary>Pumps until told to stop, then waits for the invocations that are under way.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await PumpAsync(stopping);
        for (var i = 0; i < _concurrency; i++) await _slots.WaitAsync(CancellationToken.None);
    }

    /// <summary>After <see cref="RunAsync"/> has ended.</summary>
    public void Dispose() => _slots.Dispose();

    private async Task PumpAsync(CancellationToken stopping)
    {
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            var holdsSlot = false;
            try
            {
                await _slots.WaitAsync(stopping);
                holdsSlot = true;
                var batch = await _collector.CollectAsync(stopping);
                pause = FirstPause;
                if (batch.Count == 0) continue;
                holdsSlot = false;
                _ = WorkAsync(batch);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The boundary of a pump: trouble with its queue must not end it.
                Log.ReceiveFailed(_logger, _source.Name, e.GetType().Name, pause.TotalSeconds);
                await PauseAsync(pause, stopping);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            finally
            {
                if (holdsSlot) _slots.Release();
            }
        }
    }

    private async Task WorkAsync(IReadOnlyList<ReceivedMessage> batch)
    {
        // The first part of a function runs here, not on the receiver's time.
        await Task.Yield();
        try
        {
            if (await InvokeAsync(batch) is { } done) await DeleteAsync(done);
        }
        catch (Exception e)
        {
            // The boundary of a batch: it stays on the queue, the pump goes on.
            Log.BatchFailed(_logger, _function.Definition.Name, batch.Count, e.GetType().Name);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>The receipts of what is done, or null when the whole batch stays.</summary>
    private async Task<IReadOnlyList<string>?> InvokeAsync(IReadOnlyList<ReceivedMessage> batch)
    {
        var name = _function.Definition.Name;
        try
        {
            var response = await _invoker.InvokeAsync(_function, SqsEvents.Of(_source.Name, batch));
            var done = BatchResult.Done(batch, response);
            if (done is null) Log.BatchAnswerWrong(_logger, name, batch.Count);
            return done;
        }
        catch (TimeoutException)
        {
            Log.BatchTimedOut(_logger, name, batch.Count, _function.Definition.Timeout.TotalSeconds);
            return null;
        }
    }

    private async Task DeleteAsync(IReadOnlyList<string> receipts)
    {
        foreach (var chunk in receipts.Chunk(DeleteLimit))
        {
            var failed = await _queue.DeleteAsync(_source.Name, chunk, CancellationToken.None);
            if (failed.Count > 0) Log.DeleteFailed(_logger, _source.Name, failed.Count);
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(pause, _time, stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop sees it.
        }
    }
}
