using System.Net;
using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class InvalidMessageContentsException : AmazonSQSException
{
    public InvalidMessageContentsException(string message)
        : base(message)
    {
    }

    public InvalidMessageContentsException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
