namespace Amazon.SQS.Model;

public partial class DeleteMessageBatchRequestEntry
{
    public string Id { get; set; }

    public string ReceiptHandle { get; set; }
}
