using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class DeleteMessageBatchRequest : AmazonSQSRequest
{
    public List<DeleteMessageBatchRequestEntry> Entries { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public string QueueUrl { get; set; }
}

public partial class DeleteMessageBatchResponse : AmazonWebServiceResponse
{
    public List<BatchResultErrorEntry> Failed { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public List<DeleteMessageBatchResultEntry> Successful { get; set; } = AWSConfigs.InitializeCollections ? [] : null;
}
