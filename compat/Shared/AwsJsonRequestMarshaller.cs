using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace Hoth.Compat;

/// <summary>A request object as an unsigned HTTP request; the pipeline adds host, signature and the rest.</summary>
internal sealed class AwsJsonRequestMarshaller<T>(AwsJsonService service, string operation, JsonSerializerOptions json)
    : IMarshaller<IRequest, AmazonWebServiceRequest>
    where T : AmazonWebServiceRequest
{
    /// <summary>Looked up at the first call: a service has many operations, a process calls few of them.</summary>
    private JsonTypeInfo<T> _type;

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, service.Name)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = JsonSerializer.SerializeToUtf8Bytes((T)input, _type ??= (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T))),
        };
        request.Headers["X-Amz-Target"] = $"{service.TargetPrefix}.{operation}";
        request.Headers["Content-Type"] = $"application/x-amz-json-{service.JsonVersion}";
        request.Headers[HeaderKeys.XAmzApiVersion] = service.ApiVersion;
        return request;
    }
}
