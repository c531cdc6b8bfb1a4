using Amazon.Lambda.Core;
using Hoth.Functions.Catalog;

namespace Hoth.Local.Invocation;

/// <summary>What a function is told about one invocation on this host.</summary>
internal sealed class LocalContext(FunctionDefinition function, string requestId, ILambdaLogger logger, TimeProvider time) : ILambdaContext
{
    private readonly long _started = time.GetTimestamp();

    public string AwsRequestId => requestId;

    public string FunctionName => function.Name;

    public string FunctionVersion => "$LATEST";

    public string InvokedFunctionArn => LocalArn.OfFunction(function.Name);

    public string LogGroupName => "/aws/lambda/" + function.Name;

    public string LogStreamName => "local";

    public int MemoryLimitInMB => (int)function.Function.MemorySize;

    public TimeSpan RemainingTime => function.Timeout - time.GetElapsedTime(_started);

    public ILambdaLogger Logger => logger;

    // This host's callers have neither a mobile client nor a Cognito identity.
    public IClientContext ClientContext => null!;

    public ICognitoIdentity Identity => null!;
}
