using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class CreateQueueRequest : AmazonSQSRequest
{
    public Dictionary<string, string> Attributes { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public string QueueName { get; set; }

    [JsonPropertyName("tags")]
    public Dictionary<string, string> Tags { get; set; } = AWSConfigs.InitializeCollections ? [] : null;
}

public partial class CreateQueueResponse : AmazonWebServiceResponse
{
    public string QueueUrl { get; set; }
}
