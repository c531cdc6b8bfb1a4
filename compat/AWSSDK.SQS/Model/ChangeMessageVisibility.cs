using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class ChangeMessageVisibilityRequest : AmazonSQSRequest
{
    public string QueueUrl { get; set; }

    public string ReceiptHandle { get; set; }

    public int? VisibilityTimeout { get; set; }
}

public partial class ChangeMessageVisibilityResponse : AmazonWebServiceResponse;
