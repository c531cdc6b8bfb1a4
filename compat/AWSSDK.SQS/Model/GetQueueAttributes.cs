using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class GetQueueAttributesRequest : AmazonSQSRequest
{
    public List<string> AttributeNames { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public string QueueUrl { get; set; }
}

public partial class GetQueueAttributesResponse : AmazonWebServiceResponse
{
    public Dictionary<string, string> Attributes { get; set; } = AWSConfigs.InitializeCollections ? [] : null;
}
