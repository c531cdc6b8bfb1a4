using System.Net;
using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class OverLimitException : AmazonSQSException
{
    public OverLimitException(string message)
        : base(message)
    {
    }

    public OverLimitException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
