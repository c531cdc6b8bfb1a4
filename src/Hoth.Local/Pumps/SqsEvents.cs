using System.Globalization;
using Amazon.Lambda.SQSEvents;
using Hoth.Local.Invocation;
using Hoth.Ports;

namespace Hoth.Local.Pumps;

/// <summary>Makes the event that Lambda's SQS event source would send. What is not there costs nothing: no MD5 sums, no empty groups.</summary>
internal static class SqsEvents
{
    public static SQSEvent Of(string queue, IReadOnlyList<ReceivedMessage> messages)
    {
        var arn = LocalArn.OfQueue(queue);
        var records = new List<SQSEvent.SQSMessage>(messages.Count);
        foreach (var message in messages) records.Add(RecordOf(message, arn));
        return new SQSEvent { Records = records };
    }

    private static SQSEvent.SQSMessage RecordOf(ReceivedMessage message, string arn) => new()
    {
        MessageId = message.MessageId,
        ReceiptHandle = message.Receipt,
        Body = message.Body,
        Attributes = AttributesOf(message),
        MessageAttributes = MessageAttributesOf(message),
        EventSource = "aws:sqs",
        EventSourceArn = arn,
        AwsRegion = LocalArn.Region,
    };

    private static Dictionary<string, string> AttributesOf(ReceivedMessage message)
    {
        var attributes = new Dictionary<string, string>(3)
        {
            ["ApproximateReceiveCount"] = message.ReceiveCount.ToString(CultureInfo.InvariantCulture),
            ["SentTimestamp"] = message.SentAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        };
        if (message.GroupId is { } group) attributes["MessageGroupId"] = group;
        return attributes;
    }

    private static Dictionary<string, SQSEvent.MessageAttribute> MessageAttributesOf(ReceivedMessage message) =>
        message.TraceParent is { } trace
            ? new() { ["traceparent"] = new() { StringValue = trace, DataType = "String" } }
            : [];
}
