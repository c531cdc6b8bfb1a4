using System.Net;
using Amazon.Runtime;

namespace Amazon.StepFunctions.Model;

public partial class StateMachineLimitExceededException : AmazonStepFunctionsException
{
    public StateMachineLimitExceededException(string message)
        : base(message)
    {
    }

    public StateMachineLimitExceededException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
