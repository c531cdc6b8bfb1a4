using System.Net;
using Amazon.Runtime;

namespace Amazon.StepFunctions.Model;

public partial class TooManyTagsException : AmazonStepFunctionsException
{
    public TooManyTagsException(string message)
        : base(message)
    {
    }

    public TooManyTagsException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
