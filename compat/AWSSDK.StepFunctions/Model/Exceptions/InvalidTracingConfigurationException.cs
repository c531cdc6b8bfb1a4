using System.Net;
using Amazon.Runtime;

namespace Amazon.StepFunctions.Model;

public partial class InvalidTracingConfigurationException : AmazonStepFunctionsException
{
    public InvalidTracingConfigurationException(string message)
        : base(message)
    {
    }

    public InvalidTracingConfigurationException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
