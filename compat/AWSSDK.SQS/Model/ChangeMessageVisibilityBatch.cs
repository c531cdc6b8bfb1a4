using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class ChangeMessageVisibilityBatchRequest : AmazonSQSRequest
{
    public List<ChangeMessageVisibilityBatchRequestEntry> Entries { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public string QueueUrl { get; set; }
}

public partial class ChangeMessageVisibilityBatchResponse : AmazonWebServiceResponse
{
    public List<BatchResultErrorEntry> Failed { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public List<ChangeMessageVisibilityBatchResultEntry> Successful { get; set; } = AWSConfigs.InitializeCollections ? [] : null;
}
