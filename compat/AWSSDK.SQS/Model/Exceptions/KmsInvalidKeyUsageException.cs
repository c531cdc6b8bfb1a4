using System.Net;
using Amazon.Runtime;

namespace Amazon.SQS.Model;

public partial class KmsInvalidKeyUsageException : AmazonSQSException
{
    public KmsInvalidKeyUsageException(string message)
        : base(message)
    {
    }

    public KmsInvalidKeyUsageException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
