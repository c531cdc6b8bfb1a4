using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Amazon.Util;

namespace Hoth.Compat;

/// <summary>A response object, or the exception that the service's answer stands for.</summary>
internal sealed class AwsJsonResponseUnmarshaller<T>(AwsJsonService service, JsonSerializerOptions json) : JsonResponseUnmarshaller
    where T : AmazonWebServiceResponse, new()
{
    /// <summary>Looked up at the first answer: a service has many operations, a process calls few of them.</summary>
    private JsonTypeInfo<T> _type;

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        using var body = new MemoryStream();
        context.Stream.CopyTo(body);
        return body.Length == 0
            ? new T()
            : JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), _type ??= (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T))) ?? new T();
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(context.Stream);
        // Takes the code from x-amzn-ErrorType, __type or code.
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
        error.InnerException = innerException;
        error.StatusCode = statusCode;
        var exception = service.ToException(error);
        ApplyQueryError(context, exception);
        return exception;
    }

    /// <summary>
    /// A service that once spoke the query protocol (SQS) names its old code in a header, "AWS.SimpleQueueService.NonExistentQueue;Sender",
    /// and callers know that one (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#x-amzn-query-error).
    /// </summary>
    private static void ApplyQueryError(JsonUnmarshallerContext context, AmazonServiceException exception)
    {
        if (!context.ResponseData.IsHeaderPresent(HeaderKeys.XAmzQueryError)
            || context.ResponseData.GetHeaderValue(HeaderKeys.XAmzQueryError)?.Split(';') is not [var code, var fault])
        {
            return;
        }

        exception.ErrorCode = code;
        if (Enum.TryParse<ErrorType>(fault, out var type))
        {
            exception.ErrorType = type;
        }
    }
}
