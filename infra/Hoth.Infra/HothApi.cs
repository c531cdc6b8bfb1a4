using System.Text.Json;
using Amazon.CDK;
using Amazon.CDK.AWS.APIGateway;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Hoth.Functions.Catalog;
using Hoth.Infra.Configuration;

namespace Hoth.Infra;

/// <summary>
/// The REST API. Every method asks for a signature of AWS unless its function names an authorizer: a route that says nothing is closed
/// to everybody whom no policy lets in (docs/adr/0011-who-may-call.md).
/// </summary>
internal sealed class HothApi : Construct
{
    private readonly DeploymentOptions _options;
    private readonly Dictionary<string, CfnAuthorizer> _authorizers = new(StringComparer.Ordinal);

    public HothApi(Construct scope, DeploymentOptions options, FunctionCatalog catalog, HothStorage storage, HothFunctions functions)
        : base(scope, "Api")
    {
        _options = options;
        RestApi = Create(catalog, storage);
        GatewayResponses.Add(RestApi);
        foreach (var authorizer in catalog.All.Where(f => f.Shape == HandlerShape.Authorizer))
        {
            _authorizers[authorizer.Name] = AddAuthorizer(authorizer, functions[authorizer.Name]);
        }

        foreach (var function in catalog.All.Where(f => f.Route is not null)) AddRoute(function, functions[function.Name]);
        KeepExecutionLogs(storage);
        Nag.Except(RestApi, [.. Exceptions(options)]);
        if (options.Waf) _ = new WebAcl(this, options, storage.Key, RestApi.DeploymentStage);
    }

    /// <summary>API Gateway's API.</summary>
    public RestApi RestApi { get; }

    /// <summary>A route's ARN in the stage; what stands for a path parameter is <c>*</c>, since AWS has nothing closer.</summary>
    public string ArnOf(FunctionRoute route) => Arns.Of("execute-api", $"{RestApi.RestApiId}/{PathOf(route)}");

    private string PathOf(FunctionRoute route) =>
        $"{_options.Stage}/{route.Method}{string.Join('/', route.Template.Split('/').Select(segment => segment.StartsWith('{') ? "*" : segment))}";

    private RestApi Create(FunctionCatalog catalog, HothStorage storage)
    {
        var isPrivate = _options.ApiEndpointIds.Count > 0;
        var accessLogs = Logs.Create(this, "AccessLogs", $"/aws/apigateway/{_options.StackName}", _options, storage.Key);
        return new RestApi(this, "RestApi", new RestApiProps
        {
            RestApiName = _options.StackName,
            Description = "docs/openapi/hoth.yaml",
            EndpointConfiguration = new EndpointConfiguration
            {
                Types = [isPrivate ? EndpointType.PRIVATE : EndpointType.REGIONAL],
                VpcEndpoints = isPrivate ? [.. _options.ApiEndpointIds.Select((id, i) => InterfaceVpcEndpoint.FromInterfaceVpcEndpointAttributes(this, $"Endpoint{i}", new InterfaceVpcEndpointAttributes { VpcEndpointId = id, Port = 443 }))] : null,
            },
            Policy = isPrivate ? EndpointsOnly(catalog) : null,
            CloudWatchRole = _options.ApiGatewayAccount,
            CloudWatchRoleRemovalPolicy = _options.ApiGatewayAccount ? _options.Removal() : null,
            DefaultMethodOptions = new MethodOptions { AuthorizationType = AuthorizationType.IAM },
            DeployOptions = new StageOptions
            {
                StageName = _options.Stage,
                ThrottlingRateLimit = _options.RateLimit,
                ThrottlingBurstLimit = _options.BurstLimit,
                TracingEnabled = true,
                MetricsEnabled = true,
                // Its own errors; never bodies.
                LoggingLevel = MethodLoggingLevel.ERROR,
                DataTraceEnabled = false,
                AccessLogDestination = new LogGroupLogDestination(accessLogs),
                AccessLogFormat = AccessLogFormat.Custom(AccessLog),
            },
        });
    }

    /// <summary>Who called what and what came of it. No body, no header, no query string.</summary>
    private static string AccessLog => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["time"] = "$context.requestTime",
        ["requestId"] = "$context.requestId",
        ["extendedRequestId"] = "$context.extendedRequestId",
        ["sourceIp"] = "$context.identity.sourceIp",
        ["caller"] = "$context.identity.userArn",
        ["principal"] = "$context.authorizer.principalId",
        ["method"] = "$context.httpMethod",
        ["route"] = "$context.resourcePath",
        ["path"] = "$context.path",
        ["status"] = "$context.status",
        ["responseType"] = "$context.error.responseType",
        ["responseLength"] = "$context.responseLength",
        ["latencyMs"] = "$context.responseLatency",
        ["integrationLatencyMs"] = "$context.integrationLatency",
        ["traceId"] = "$context.xrayTraceId",
        ["wafStatus"] = "$context.waf.status",
    });

    /// <summary>
    /// Nobody but through the endpoints. It allows nothing to callers who sign: in one account a policy here would be enough to let
    /// them in, whatever their own says. Those with a token must be let through to their authorizer.
    /// </summary>
    private PolicyDocument EndpointsOnly(FunctionCatalog catalog)
    {
        var endpoints = _options.ApiEndpointIds.ToArray();
        var statements = new List<PolicyStatement>
        {
            Statement(Effect.DENY, ["execute-api:/*"], "StringNotEquals"),
        };
        var tokenRoutes = catalog.All.Where(f => f.Authorizer is not null).Select(f => $"execute-api:/{PathOf(f.Route!)}").ToArray();
        if (tokenRoutes.Length > 0) statements.Add(Statement(Effect.ALLOW, tokenRoutes, "StringEquals"));
        return new PolicyDocument(new PolicyDocumentProps { Statements = [.. statements] });

        PolicyStatement Statement(Effect effect, string[] resources, string test) => new(new PolicyStatementProps
        {
            Effect = effect,
            Principals = [new AnyPrincipal()],
            Actions = ["execute-api:Invoke"],
            Resources = resources,
            Conditions = new Dictionary<string, object> { [test] = new Dictionary<string, object> { ["aws:SourceVpce"] = endpoints } },
        });
    }

    private CfnAuthorizer AddAuthorizer(FunctionDefinition definition, Function function)
    {
        var authorizer = new CfnAuthorizer(this, definition.Name, new CfnAuthorizerProps
        {
            Name = definition.Name,
            RestApiId = RestApi.RestApiId,
            Type = "REQUEST",
            IdentitySource = "method.request.header.Authorization",
            AuthorizerUri = Arns.OfApiGateway($"path/2015-03-31/functions/{function.FunctionArn}/invocations", "lambda"),
            // Kept policies would let a token in after it has expired, and to routes that it was not checked for.
            AuthorizerResultTtlInSeconds = 0,
        });
        _ = new CfnPermission(this, $"{definition.Name}Permission", new CfnPermissionProps
        {
            Action = "lambda:InvokeFunction",
            FunctionName = function.FunctionArn,
            Principal = "apigateway.amazonaws.com",
            SourceArn = Arns.Of("execute-api", $"{RestApi.RestApiId}/authorizers/{authorizer.Ref}"),
        });
        return authorizer;
    }

    private void AddRoute(FunctionDefinition definition, Function function)
    {
        var route = definition.Route!;
        var method = RestApi.Root.ResourceForPath(route.Template).AddMethod(route.Method, new LambdaIntegration(function, new LambdaIntegrationOptions { AllowTestInvoke = false }));
        if (definition.Authorizer is not { } name) return;
        var resource = (CfnMethod)method.Node.DefaultChild!;
        resource.AuthorizationType = "CUSTOM";
        resource.AuthorizerId = _authorizers[name].Ref;
    }

    /// <summary>API Gateway would make this log group itself, not encrypted and for ever.</summary>
    private void KeepExecutionLogs(HothStorage storage)
    {
        var logs = Logs.Create(this, "ExecutionLogs", $"API-Gateway-Execution-Logs_{RestApi.RestApiId}/{_options.Stage}", _options, storage.Key);
        RestApi.DeploymentStage.Node.AddDependency(logs);
    }

    private static IEnumerable<NagException> Exceptions(DeploymentOptions options)
    {
        yield return new("AwsSolutions-APIG2", "The functions validate each request themselves and name every violation at once, as problem+json; API Gateway's validation names one, in a form of its own.");
        yield return new("AwsSolutions-COG4", "Callers are systems, not people: they sign with IAM (SigV4), which Cognito has no part in.");
        yield return new("AwsSolutions-IAM4", "AWS's own policy for the role by which API Gateway logs; it has to cover every API of the account.", "AmazonAPIGatewayPushToCloudWatchLogs$");
        yield return new("NIST.800.53.R5-APIGWCacheEnabledAndEncrypted", "Nothing is cached: each answer is its caller's alone, and draining changes something.");
        yield return new("NIST.800.53.R5-APIGWSSLEnabled", "A client certificate is for HTTP backends. Behind this API are Lambda functions, which only its own permission lets it invoke.");
        if (options.Waf) yield break;
        const string Signed = "This deployment chose no web ACL (hoth:waf=false): every request is signed or has a token, the stage is throttled, and API Gateway refuses bodies over 10 MB.";
        yield return new("AwsSolutions-APIG3", Signed);
        yield return new("NIST.800.53.R5-APIGWAssociatedWithWAF", Signed);
    }
}
