using Amazon.SQS;
using Amazon.SQS.Model;
using Hoth.Ports;

namespace Hoth.Aws.Sqs;

/// <summary>Queues on SQS standard queues.</summary>
/// <param name="sqs">The client, made at the first call; its timeout must be longer than the longest wait (20 s).</param>
/// <param name="queueUrls">Logical name → URL.</param>
public sealed class SqsQueue(Lazy<IAmazonSQS> sqs, IReadOnlyDictionary<string, string> queueUrls) : IQueue
{
    /// <summary>On a client that is there already.</summary>
    public SqsQueue(IAmazonSQS sqs, IReadOnlyDictionary<string, string> queueUrls)
        : this(new Lazy<IAmazonSQS>(sqs), queueUrls)
    {
    }

    /// <summary>
    /// SQS counts its 12 hours from the receive, not from the change: what a caller asks for late in a function's life (15 minutes
    /// at the most) must not go over, and coming back a little early harms nobody.
    /// </summary>
    private static readonly TimeSpan LongestChange = TimeSpan.FromHours(12) - TimeSpan.FromMinutes(15);

    /// <inheritdoc />
    public async Task<string> SendAsync(string queue, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var request = SqsMessages.ToRequest(UrlOf(queue), message);
        return (await CallAsync(queue, TimeSpan.Zero, ct => sqs.Value.SendMessageAsync(request, ct), cancellationToken)).MessageId;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        string queue, int maximum, TimeSpan visibility, TimeSpan wait, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximum, 10);
        var request = new ReceiveMessageRequest
        {
            QueueUrl = UrlOf(queue),
            MaxNumberOfMessages = maximum,
            VisibilityTimeout = Seconds(visibility, TimeSpan.FromHours(12)),
            WaitTimeSeconds = Seconds(wait, TimeSpan.FromSeconds(20)),
            MessageSystemAttributeNames = SqsMessages.SystemAttributes,
            MessageAttributeNames = SqsMessages.Attributes,
        };
        var answer = await CallAsync(queue, wait, ct => sqs.Value.ReceiveMessageAsync(request, ct), cancellationToken);
        return [.. (answer.Messages ?? []).Select(SqsMessages.Read)];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> DeleteAsync(string queue, IReadOnlyList<string> receipts, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(receipts.Count, 10);
        if (receipts.Count == 0)
        {
            return [];
        }

        var request = new DeleteMessageBatchRequest
        {
            QueueUrl = UrlOf(queue),
            Entries = [.. receipts.Select((receipt, i) => new DeleteMessageBatchRequestEntry { Id = $"{i}", ReceiptHandle = receipt })],
        };
        var answer = await CallAsync(queue, TimeSpan.Zero, ct => sqs.Value.DeleteMessageBatchAsync(request, ct), cancellationToken);
        // The call succeeds though entries fail.
        return [.. (answer.Failed ?? []).Select(failed => receipts[int.Parse(failed.Id)])];
    }

    /// <inheritdoc />
    public async Task<bool> ChangeVisibilityAsync(string queue, string receipt, TimeSpan visibility, CancellationToken cancellationToken)
    {
        var seconds = Seconds(visibility, TimeSpan.FromHours(12));
        var request = new ChangeMessageVisibilityRequest
        {
            QueueUrl = UrlOf(queue),
            ReceiptHandle = receipt,
            VisibilityTimeout = Math.Min(seconds, (int)LongestChange.TotalSeconds),
        };
        try
        {
            await CallAsync(queue, TimeSpan.Zero, ct => sqs.Value.ChangeMessageVisibilityAsync(request, ct), cancellationToken);
            return true;
        }
        catch (AmazonSQSException e) when (SaysReceiptIsOver(e))
        {
            return false;
        }
    }

    /// <summary>A deleted message's receipt is an invalid parameter, told apart by the text only.</summary>
    private static bool SaysReceiptIsOver(AmazonSQSException error) =>
        error is ReceiptHandleIsInvalidException or MessageNotInflightException
        || (error.ErrorCode?.Contains("InvalidParameterValue", StringComparison.Ordinal) == true
            && error.Message.Contains("ReceiptHandle", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whole seconds, rounded up: never visible again earlier than asked for.</summary>
    private static int Seconds(TimeSpan time, TimeSpan longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, longest);
        return (int)Math.Ceiling(time.TotalSeconds);
    }

    private static Task<T> CallAsync<T>(string queue, TimeSpan wait, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        AwsCall.RunAsync($"queue {queue}", AwsCall.Limit + wait, call, cancellationToken);

    private string UrlOf(string queue) =>
        queueUrls.TryGetValue(queue, out var url)
            ? url
            : throw new ArgumentException($"There is no URL for the queue {queue}: {AwsSettings.QueueVariable(queue)}.", nameof(queue));
}
