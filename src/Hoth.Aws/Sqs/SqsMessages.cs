using System.Security.Cryptography;
using System.Text;
using Amazon.SQS;
using Amazon.SQS.Model;
using Hoth.Ports;

namespace Hoth.Aws.Sqs;

/// <summary>Messages to and from SQS's form: what is not the body travels in attributes.</summary>
internal static class SqsMessages
{
    /// <summary>256 KiB: the body in UTF-8 with the group id, as the port says. (SQS itself takes 1 MiB with attributes.)</summary>
    public const int MaximumBytes = 256 * 1024;

    private const int MaximumGroupLength = 128;

    /// <summary>Message attribute: W3C trace context.</summary>
    private const string TraceParent = "traceparent";

    /// <summary>Message attribute: the group id where SQS does not take it as it is.</summary>
    private const string Group = "hoth-group";

    /// <summary>What to ask for when receiving.</summary>
    public static List<string> SystemAttributes { get; } =
    [
        MessageSystemAttributeName.ApproximateReceiveCount, MessageSystemAttributeName.SentTimestamp, MessageSystemAttributeName.MessageGroupId,
    ];

    /// <inheritdoc cref="SystemAttributes" />
    public static List<string> Attributes { get; } = [TraceParent, Group];

    public static SendMessageRequest ToRequest(string url, OutgoingMessage message)
    {
        var bytes = Encoding.UTF8.GetByteCount(message.Body) + Encoding.UTF8.GetByteCount(message.GroupId ?? "");
        if (bytes > MaximumBytes)
        {
            throw new ArgumentException($"A message has at most {MaximumBytes} bytes, this one {bytes}.", nameof(message));
        }

        if (message.GroupId is { Length: > MaximumGroupLength })
        {
            throw new ArgumentException($"A message group has at most {MaximumGroupLength} characters.", nameof(message));
        }

        var request = new SendMessageRequest { QueueUrl = url, MessageBody = message.Body };
        if (message.TraceParent is { Length: > 0 } trace)
        {
            Add(request, TraceParent, trace);
        }

        if (message.GroupId is { Length: > 0 } group)
        {
            // On a standard queue a group id makes the queue fair between groups.
            request.MessageGroupId = IsGroupId(group) ? group : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(group)));
            if (request.MessageGroupId != group)
            {
                Add(request, Group, group);
            }
        }

        return request;
    }

    public static ReceivedMessage Read(Message message)
    {
        var system = message.Attributes ?? [];
        var own = message.MessageAttributes ?? [];
        return new ReceivedMessage(
            message.MessageId,
            message.ReceiptHandle,
            message.Body,
            own.GetValueOrDefault(Group)?.StringValue ?? system.GetValueOrDefault(MessageSystemAttributeName.MessageGroupId),
            int.Parse(system.GetValueOrDefault(MessageSystemAttributeName.ApproximateReceiveCount, "1")),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(system.GetValueOrDefault(MessageSystemAttributeName.SentTimestamp, "0"))),
            own.GetValueOrDefault(TraceParent)?.StringValue);
    }

    private static void Add(SendMessageRequest request, string name, string value)
    {
        request.MessageAttributes ??= [];
        request.MessageAttributes[name] = new MessageAttributeValue { DataType = "String", StringValue = value };
    }

    /// <summary>SQS: ASCII letters, digits and punctuation, so no space and nothing accented.</summary>
    private static bool IsGroupId(string group) => group.All(c => c is > ' ' and <= '~');
}
