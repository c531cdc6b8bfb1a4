using System.Net;
using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class KmsAccessDeniedException : AmazonSQSException
{
    public KmsAccessDeniedException(string message)
        : base(message)
    {
    }

    public KmsAccessDeniedException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
