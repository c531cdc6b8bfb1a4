using System.Net;
using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class BatchEntryIdsNotDistinctException : AmazonSQSException
{
    public BatchEntryIdsNotDistinctException(string message)
        : base(message)
    {
    }

    public BatchEntryIdsNotDistinctException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
