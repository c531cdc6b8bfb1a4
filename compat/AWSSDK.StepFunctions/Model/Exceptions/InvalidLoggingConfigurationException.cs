using System.Net;
using Amazon.Runtime;

namespace Amazon.StepFunctions.Model;

public partial class InvalidLoggingConfigurationException : AmazonStepFunctionsException
{
    public InvalidLoggingConfigurationException(string message)
        : base(message)
    {
    }

    public InvalidLoggingConfigurationException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
