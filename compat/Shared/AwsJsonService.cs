using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Hoth.Compat;

/// <summary>A service that speaks AWS JSON (https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html): everything particular to it is data.</summary>
/// <param name="Name">As the SDK calls it, e.g. <c>Amazon.SQS</c>.</param>
/// <param name="ServiceId">Names the service in <c>AWS_ENDPOINT_URL_…</c> and in profiles.</param>
/// <param name="EndpointPrefix">First part of the host name, and the name that signatures carry.</param>
/// <param name="TargetPrefix">What stands before the operation in <c>X-Amz-Target</c>.</param>
/// <param name="JsonVersion">1.0 or 1.1.</param>
/// <param name="ApiVersion">The date of the API.</param>
/// <param name="ToException">The typed exception for an error.</param>
internal sealed record AwsJsonService(
    string Name,
    string ServiceId,
    string EndpointPrefix,
    string TargetPrefix,
    string JsonVersion,
    string ApiVersion,
    Func<ErrorResponse, AmazonServiceException> ToException) : IServiceMetadata
{
    /// <summary>The version that user agents carry; no official one, so that logs can tell.</summary>
    public const string Version = "4.0.0-compat";

    IDictionary<string, string> IServiceMetadata.OperationNameMapping { get; } = new Dictionary<string, string>();

    public InvokeOptions Operation<TRequest, TResponse>(string name, JsonSerializerOptions json)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() => new()
        {
            RequestMarshaller = new AwsJsonRequestMarshaller<TRequest>(this, name, json),
            ResponseUnmarshaller = new AwsJsonResponseUnmarshaller<TResponse>(this, json),
        };
}
