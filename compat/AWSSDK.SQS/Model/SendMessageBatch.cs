using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class SendMessageBatchRequest : AmazonSQSRequest
{
    public List<SendMessageBatchRequestEntry> Entries { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public string QueueUrl { get; set; }
}

public partial class SendMessageBatchResponse : AmazonWebServiceResponse
{
    public List<BatchResultErrorEntry> Failed { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public List<SendMessageBatchResultEntry> Successful { get; set; } = AWSConfigs.InitializeCollections ? [] : null;
}
