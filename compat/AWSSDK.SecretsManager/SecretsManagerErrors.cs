using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager;

/// <summary>The exception for what the service calls the error in its answer.</summary>
internal static class SecretsManagerErrors
{
    public static AmazonServiceException ToException(ErrorResponse error) => error.Code switch
    {
        "DecryptionFailure" => new DecryptionFailureException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InternalServiceError" => new InternalServiceErrorException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidParameterException" => new InvalidParameterException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidRequestException" => new InvalidRequestException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "ResourceNotFoundException" => new ResourceNotFoundException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        _ => new AmazonSecretsManagerException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
    };
}
