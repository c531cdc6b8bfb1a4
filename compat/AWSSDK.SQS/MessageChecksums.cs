using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Amazon.SQS.Model;

namespace Amazon.SQS;

/// <summary>
/// SQS names the MD5 of what it stored and of what it delivers
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html).
/// A difference means that a message was damaged on its way.
/// </summary>
internal static class MessageChecksums
{
    private const byte Text = 1;
    private const byte Binary = 2;

    public static void Check(SendMessageRequest request, SendMessageResponse response)
    {
        CheckBody(request.MessageBody, response.MD5OfMessageBody, response.MessageId);
        CheckAttributes(request.MessageAttributes, response.MD5OfMessageAttributes, response.MessageId);
    }

    public static void Check(SendMessageBatchRequest request, SendMessageBatchResponse response)
    {
        foreach (var sent in response.Successful ?? [])
        {
            var entry = request.Entries.First(e => e.Id == sent.Id);
            CheckBody(entry.MessageBody, sent.MD5OfMessageBody, sent.MessageId);
            CheckAttributes(entry.MessageAttributes, sent.MD5OfMessageAttributes, sent.MessageId);
        }
    }

    public static void Check(ReceiveMessageResponse response)
    {
        foreach (var message in response.Messages ?? [])
        {
            CheckBody(message.Body, message.MD5OfBody, message.MessageId);
            CheckAttributes(message.MessageAttributes, message.MD5OfMessageAttributes, message.MessageId);
        }
    }

    private static void CheckBody(string body, string expected, string messageId)
    {
        if (!string.IsNullOrEmpty(body) && !string.IsNullOrEmpty(expected) && !Same(MD5.HashData(Encoding.UTF8.GetBytes(body)), expected))
        {
            throw new AmazonSQSException($"MD5 hash mismatch for message id {messageId}");
        }
    }

    private static void CheckAttributes(Dictionary<string, MessageAttributeValue> attributes, string expected, string messageId)
    {
        if (attributes is { Count: > 0 } && !string.IsNullOrEmpty(expected) && !Same(Hash(attributes), expected))
        {
            throw new AmazonSQSException($"Attribute MD5 hash mismatch for message id {messageId}");
        }
    }

    /// <summary>Names in order; name, type and value each with its length before it, the value with a mark of its kind.</summary>
    private static byte[] Hash(Dictionary<string, MessageAttributeValue> attributes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var (name, value) in attributes.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            Append(hash, Encoding.UTF8.GetBytes(name));
            Append(hash, Encoding.UTF8.GetBytes(value.DataType));
            if (value.StringValue is { } text)
            {
                hash.AppendData([Text]);
                Append(hash, Encoding.UTF8.GetBytes(text));
            }
            else if (value.BinaryValue is { } binary)
            {
                hash.AppendData([Binary]);
                Append(hash, binary.ToArray());
            }
        }

        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static bool Same(byte[] hash, string expected) => string.Equals(Convert.ToHexString(hash), expected, StringComparison.OrdinalIgnoreCase);
}
