using System.Net;
using Amazon.Runtime;

namespace Amazon.StepFunctions.Model;

public partial class StateMachineAlreadyExistsException : AmazonStepFunctionsException
{
    public StateMachineAlreadyExistsException(string message)
        : base(message)
    {
    }

    public StateMachineAlreadyExistsException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
