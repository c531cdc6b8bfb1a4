namespace Amazon.SQS.Model;

public partial class SendMessageBatchRequestEntry
{
    public int? DelaySeconds { get; set; }

    public string Id { get; set; }

    public Dictionary<string, MessageAttributeValue> MessageAttributes { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public string MessageBody { get; set; }

    public string MessageDeduplicationId { get; set; }

    public string MessageGroupId { get; set; }

    public Dictionary<string, MessageSystemAttributeValue> MessageSystemAttributes { get; set; } = AWSConfigs.InitializeCollections ? [] : null;
}
