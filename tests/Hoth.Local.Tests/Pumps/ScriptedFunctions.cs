using System.Collections.Concurrent;
using System.Threading.Channels;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.SQS;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Hoth.PortContracts;
using Hoth.Ports;

namespace Hoth.Local.Tests.Pumps;

/// <summary>A queue function that does what a test says, and tells the test what it was called with.</summary>
internal sealed class ScriptedFunctions
{
    public const uint TimeoutSeconds = 5;

    public const uint Concurrency = 2;

    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentBag<string> _bodies = [];
    private IQueue? _queue;

    public Func<SQSEvent, SQSBatchResponse> Answer { get; init; } = _ => new SQSBatchResponse();

    public Func<SQSEvent, bool> Hangs { get; init; } = _ => false;

    /// <summary>Makes what fails visible again at once.</summary>
    public bool GivesBackAtOnce { get; init; }

    public static SQSBatchResponse Fail(IEnumerable<SQSEvent.SQSMessage> messages) =>
        new([.. messages.Select(m => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = m.MessageId })]);

    public ScriptedFunctions With(IQueue queue)
    {
        _queue = queue;
        return this;
    }

    /// <summary>Lets what hangs end.</summary>
    public void Release() => _release.TrySetResult();

    public int Calls(string body) => _bodies.Count(b => b == body);

    public async Task<Call> NextAsync() => await _calls.Reader.ReadAsync();

    /// <summary>Waits until the function was called with all of these, in however many batches.</summary>
    public async Task SeeAsync(params string[] bodies)
    {
        var missing = bodies.ToHashSet();
        while (missing.Count > 0) missing.ExceptWith((await NextAsync()).Event.Records.Select(r => r.Body));
    }

    /// <summary>Moves the clock until the function is called again with this message, for a second time.</summary>
    public async Task SeeAgainAsync(ManualTimeProvider time, TimeSpan visibility, string body)
    {
        var call = NextAsync();
        time.Advance(visibility);
        var record = (await call).Event.Records.Single(r => r.Body == body);
        record.Attributes["ApproximateReceiveCount"].ShouldBe("2");
    }

    [LambdaFunction(MemorySize = 128, Timeout = TimeoutSeconds)]
    [SQSEvent("@" + Queues.CostRequests, BatchSize = 10, MaximumConcurrency = Concurrency)]
    public async Task<SQSBatchResponse> Work(SQSEvent batch, ILambdaContext context)
    {
        foreach (var record in batch.Records) _bodies.Add(record.Body);
        await _calls.Writer.WriteAsync(new Call(batch, context.RemainingTime));
        if (Hangs(batch)) await _release.Task;
        var answer = Answer(batch);
        if (GivesBackAtOnce)
        {
            foreach (var failed in answer.BatchItemFailures)
            {
                var receipt = batch.Records.Single(r => r.MessageId == failed.ItemIdentifier).ReceiptHandle;
                await _queue!.ChangeVisibilityAsync(Queues.CostRequests, receipt, TimeSpan.Zero, CancellationToken.None);
            }
        }

        return answer;
    }

    internal sealed record Call(SQSEvent Event, TimeSpan RemainingTime);
}
