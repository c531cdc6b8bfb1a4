using System.Net.Http.Headers;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Logging;

namespace Amazon.Lambda.RuntimeSupport.Context;

/// <summary>One invocation, read from the headers of <c>invocation/next</c> and the environment.</summary>
internal sealed class InvocationContext : ILambdaContext
{
    private readonly long _deadline;
    private readonly Lazy<ICognitoIdentity> _identity;
    private readonly Lazy<IClientContext> _clientContext;

    public InvocationContext(HttpResponseHeaders headers, FunctionLog log, ILambdaSerializer serializer)
    {
        AwsRequestId = Header(headers, "Lambda-Runtime-Aws-Request-Id")
            ?? throw new InvalidOperationException("The Lambda Runtime API sent an invocation without Lambda-Runtime-Aws-Request-Id.");
        InvokedFunctionArn = Header(headers, "Lambda-Runtime-Invoked-Function-Arn");
        TraceId = Header(headers, "Lambda-Runtime-Trace-Id");
        TenantId = Header(headers, "Lambda-Runtime-Aws-Tenant-Id");
        _ = long.TryParse(Header(headers, "Lambda-Runtime-Deadline-Ms"), out _deadline);
        var identity = Header(headers, "Lambda-Runtime-Cognito-Identity");
        var client = Header(headers, "Lambda-Runtime-Client-Context");
        _identity = new(() => CognitoIdentity.Parse(identity));
        _clientContext = new(() => MobileClientContext.Parse(client));
        Logger = log;
        Serializer = serializer;
    }

    public string AwsRequestId { get; }

    public IClientContext ClientContext => _clientContext.Value;

    public string FunctionName => Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME");

    public string FunctionVersion => Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_VERSION");

    public ICognitoIdentity Identity => _identity.Value;

    public string InvokedFunctionArn { get; }

    public ILambdaLogger Logger { get; }

    public string LogGroupName => Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_GROUP_NAME");

    public string LogStreamName => Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_STREAM_NAME");

    public int MemoryLimitInMB => int.TryParse(Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), out var megabytes) ? megabytes : 0;

    public TimeSpan RemainingTime => TimeSpan.FromMilliseconds(_deadline - (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds);

    public string TenantId { get; }

    public string TraceId { get; }

    public ILambdaSerializer Serializer { get; }

    private static string Header(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
