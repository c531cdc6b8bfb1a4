using System.Globalization;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Hoth.Ports;

namespace Hoth.Functions.Sqs;

/// <summary>Between the SQS event of a queue function and the messages that use cases know.</summary>
internal static class SqsBatch
{
    /// <summary>The name of the message attribute that carries the W3C trace context.</summary>
    public const string TraceParentAttribute = "traceparent";

    /// <summary>Has a worker do its work on an event's messages.</summary>
    /// <param name="batch">The event.</param>
    /// <param name="context">Says how much time there is.</param>
    /// <param name="work">Returns the ids of the messages to keep on the queue; the event source deletes the others.</param>
    public static async Task<SQSBatchResponse> WorkAsync(
        SQSEvent batch, ILambdaContext context, Func<IReadOnlyList<ReceivedMessage>, TimeSpan, CancellationToken, Task<IReadOnlyList<string>>> work)
    {
        var kept = await work([.. batch.Records.Select(ToMessage)], context.RemainingTime, CancellationToken.None);
        return new() { BatchItemFailures = [.. kept.Select(id => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = id })] };
    }

    private static ReceivedMessage ToMessage(SQSEvent.SQSMessage message) =>
        new(
            message.MessageId,
            message.ReceiptHandle,
            message.Body ?? "",
            Attribute(message, "MessageGroupId"),
            Attribute(message, "ApproximateReceiveCount") is { } count ? int.Parse(count, CultureInfo.InvariantCulture) : 1,
            Attribute(message, "SentTimestamp") is { } sent ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(sent, CultureInfo.InvariantCulture)) : default,
            message.MessageAttributes is { } attributes && attributes.TryGetValue(TraceParentAttribute, out var trace) ? trace.StringValue : null);

    private static string? Attribute(SQSEvent.SQSMessage message, string name) =>
        message.Attributes is { } attributes && attributes.TryGetValue(name, out var value) ? value : null;
}
