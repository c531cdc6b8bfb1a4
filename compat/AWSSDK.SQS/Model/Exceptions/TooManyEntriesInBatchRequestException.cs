using System.Net;
using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class TooManyEntriesInBatchRequestException : AmazonSQSException
{
    public TooManyEntriesInBatchRequestException(string message)
        : base(message)
    {
    }

    public TooManyEntriesInBatchRequestException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
