using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class DeleteMessageRequest : AmazonSQSRequest
{
    public string QueueUrl { get; set; }

    public string ReceiptHandle { get; set; }
}

public partial class DeleteMessageResponse : AmazonWebServiceResponse;
