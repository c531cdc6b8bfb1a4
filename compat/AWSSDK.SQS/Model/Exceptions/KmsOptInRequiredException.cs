using System.Net;
using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class KmsOptInRequiredException : AmazonSQSException
{
    public KmsOptInRequiredException(string message)
        : base(message)
    {
    }

    public KmsOptInRequiredException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
