using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.StepFunctions.Model;

namespace Amazon.StepFunctions;

/// <summary>The exception for what the service calls the error in its answer.</summary>
internal static class StepFunctionsErrors
{
    public static AmazonServiceException ToException(ErrorResponse error) => error.Code switch
    {
        "ConflictException" => new ConflictException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "ExecutionAlreadyExists" => new ExecutionAlreadyExistsException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "ExecutionDoesNotExist" => new ExecutionDoesNotExistException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "ExecutionLimitExceeded" => new ExecutionLimitExceededException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidArn" => new InvalidArnException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidDefinition" => new InvalidDefinitionException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidEncryptionConfiguration" => new InvalidEncryptionConfigurationException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidExecutionInput" => new InvalidExecutionInputException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidLoggingConfiguration" => new InvalidLoggingConfigurationException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidName" => new InvalidNameException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidToken" => new InvalidTokenException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidTracingConfiguration" => new InvalidTracingConfigurationException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "KmsAccessDeniedException" => new KmsAccessDeniedException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "KmsInvalidStateException" => new KmsInvalidStateException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "KmsThrottlingException" => new KmsThrottlingException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "MissingRequiredParameter" => new MissingRequiredParameterException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "ServiceQuotaExceededException" => new ServiceQuotaExceededException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "StateMachineAlreadyExists" => new StateMachineAlreadyExistsException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "StateMachineDeleting" => new StateMachineDeletingException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "StateMachineDoesNotExist" => new StateMachineDoesNotExistException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "StateMachineLimitExceeded" => new StateMachineLimitExceededException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "StateMachineTypeNotSupported" => new StateMachineTypeNotSupportedException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "TooManyTags" => new TooManyTagsException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "ValidationException" => new ValidationException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        _ => new AmazonStepFunctionsException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
    };
}
