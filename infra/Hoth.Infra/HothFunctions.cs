using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.S3.Assets;
using Constructs;
using Hoth.Aws;
using Hoth.Functions.Catalog;
using Hoth.Functions.Hosting;
using Hoth.Functions.Tokens;
using Hoth.Infra.Configuration;
using Hoth.Ports;
using Hoth.QaRuns.Runs;

namespace Hoth.Infra;

/// <summary>Every function of the catalog: one package, a role and a log group each, with the queue or the clock that invokes it.</summary>
internal sealed class HothFunctions : Construct
{
    private readonly Dictionary<string, Function> _functions = new(StringComparer.Ordinal);
    private readonly DeploymentOptions _options;
    private readonly HothStorage _storage;
    private readonly HothQueues _queues;
    private readonly HothNetwork? _network;
    private readonly Dictionary<string, string> _variables;

    public HothFunctions(
        Construct scope, DeploymentOptions options, FunctionCatalog catalog, HothStorage storage, HothQueues queues, HothNetwork? network)
        : base(scope, "Functions")
    {
        (_options, _storage, _queues, _network) = (options, storage, queues, network);
        _variables = Variables();
        foreach (var definition in catalog.All)
        {
            var function = _functions[definition.Name] = Create(definition);
            if (definition.Queue is { } queue) Subscribe(function, queue);
            if (definition.Schedule is { } schedule) Schedule(function, schedule);
        }
    }

    /// <summary>A function by its name in the catalog.</summary>
    public Function this[string name] => _functions[name];

    /// <summary>Every function by its name in the catalog.</summary>
    public IReadOnlyDictionary<string, Function> All => _functions;

    /// <summary>What invokes a function on an event: tried for a while, then kept on the queue of failed events.</summary>
    public LambdaFunction Target(Function function) => new(function, new LambdaFunctionProps { DeadLetterQueue = _queues.FailedEvents });

    private Function Create(FunctionDefinition definition)
    {
        var scope = new Construct(this, definition.Name);
        var name = $"{_options.StackName}-{definition.Name}";
        // Lambda's own name for it: another one is a setting that GovCloud does not have.
        var logs = Logs.Create(scope, "Logs", $"/aws/lambda/{name}", _options, _storage.Key);
        var logsArn = Arns.Of("logs", $"log-group:/aws/lambda/{name}");
        var policy = new FunctionPolicy(_storage, _queues, workflow => HothWorkflows.ArnOf(_options, workflow));
        var function = new Function(scope, "Function", new FunctionProps
        {
            FunctionName = name,
            Description = $"{definition.DeclaringType.Name}.{definition.Name}",
            Runtime = Runtime.PROVIDED_AL2023,
            Handler = "bootstrap",
            Code = Code.FromBucket(_storage.Artifacts, "the package is not made yet"), // Deploy says which one
            Architecture = _options.Architecture == "arm64" ? Architecture.ARM_64 : Architecture.X86_64,
            MemorySize = definition.Function.MemorySize,
            Timeout = Duration.Seconds(definition.Function.Timeout),
            Role = Identities.RoleFor(scope, "lambda.amazonaws.com", policy.DocumentOf(definition, logsArn, _network is not null), PolicyExceptions),
            Tracing = Tracing.ACTIVE,
            Environment = VariablesOf(definition),
            DeadLetterQueue = definition.IsInvokedByEvents() ? _queues.FailedEvents : null,
        });
        function.Node.AddDependency(logs);
        var resource = (CfnFunction)function.Node.DefaultChild!;
        // Lambda's own lines as JSON, like the functions'. GovCloud does not have the setting.
        if (!_options.GovCloud) resource.LoggingConfig = new CfnFunction.LoggingConfigProperty { LogFormat = "JSON" };
        if (_network is not null) resource.VpcConfig = _network.Configuration;
        Nag.Except(resource, [.. Exceptions(definition)]);
        return function;
    }

    /// <summary>Gives every function its code.</summary>
    /// <param name="package">Folder or zip.</param>
    public void Deploy(string package)
    {
        var asset = new Asset(this, "Package", new AssetProps { Path = package });
        foreach (var function in _functions.Values)
        {
            var resource = (CfnFunction)function.Node.DefaultChild!;
            resource.Code = new CfnFunction.CodeProperty { S3Bucket = asset.S3BucketName, S3Key = asset.S3ObjectKey };
            asset.AddResourceMetadata(resource, "Code"); // by it `sam local` finds the file
        }
    }

    private static NagException[] PolicyExceptions { get; } =
    [
        new("AwsSolutions-IAM5", "X-Ray has no resources, and Lambda's network interfaces have none before they are made.", @"^Resource::\*$"),
        new("AwsSolutions-IAM5", "Lambda names the streams of the function's own log group.", @"log-stream:\*$"),
        new("AwsSolutions-IAM5", "The keys of artifacts are made at run time; the prefix is all that is known.", @"/artifacts/\*$"),
        new("AwsSolutions-IAM5", "Secrets of QA targets are made by operators when there is something to test; their prefix is all that is known.", @"secret:hoth/qa/\*$"),
        new("AwsSolutions-IAM5", "Secrets Manager ends the ARN of a secret that is there already with six characters of its own.", @"-\?{6}$"),
    ];

    private IEnumerable<NagException> Exceptions(FunctionDefinition definition)
    {
        yield return new(
            "NIST.800.53.R5-LambdaConcurrency",
            "Concurrency is bounded where work comes from: the stage's throttling, the event sources' maximum concurrency, one schedule. A reserved part would be taken from the account's other functions.");
        if (!definition.IsInvokedByEvents()) yield return new("NIST.800.53.R5-LambdaDLQ", "Never invoked asynchronously: its caller gets the error, or its queue keeps the message and has a dead-letter queue.");
        if (_network is null)
        {
            yield return new(
                "NIST.800.53.R5-LambdaInsideVPC",
                "It calls AWS and CSPs over the internet with TLS, and listens to nothing. hoth:vpcId puts it into a network where one has to watch or filter what goes out.");
        }
    }

    private Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [AwsSettings.TableVariable] = _storage.Table.TableName,
            [AwsSettings.BucketVariable] = _storage.Artifacts.BucketName,
            [AwsHost.LogLevelVariable] = _options.LogLevel,
        };
        if (_options.PublicUrl is { } url) variables[AwsHost.PublicUrlVariable] = url;
        if (_options.QaTargets is { } targets) variables[QaSettings.TargetsVariable] = targets;
        foreach (var (name, queue) in _queues.All) variables[AwsSettings.QueueVariable(name)] = queue.QueueUrl;
        foreach (var name in Workflows.All) variables[AwsSettings.StateMachineVariable(name)] = HothWorkflows.ArnOf(_options, name);
        return variables;
    }

    /// <summary>What it is called, and for authorizers whose tokens are good: no other function knows what a token is.</summary>
    private Dictionary<string, string> VariablesOf(FunctionDefinition definition)
    {
        var variables = new Dictionary<string, string>(_variables) { [LambdaHost.FunctionVariable] = definition.Name };
        if (definition.Shape != HandlerShape.Authorizer || _options.TokenIssuer is null) return variables;
        variables[TokenSettings.IssuerVariable] = _options.TokenIssuer;
        variables[TokenSettings.AudienceVariable] = _options.TokenAudience!;
        variables[TokenSettings.KeysVariable] = _options.TokenJwksUrl!;
        variables[TokenSettings.TypeVariable] = _options.TokenType;
        return variables;
    }

    private void Subscribe(Function function, FunctionQueue queue) => _ = new EventSourceMapping(function, "Queue", new EventSourceMappingProps
    {
        Target = function,
        EventSourceArn = _queues[queue.Name].QueueArn,
        BatchSize = queue.BatchSize,
        MaxBatchingWindow = queue.BatchWindow > TimeSpan.Zero ? Duration.Seconds(queue.BatchWindow.TotalSeconds) : null,
        MaxConcurrency = queue.MaximumConcurrency,
        // What one message's failure keeps on the queue is that message.
        ReportBatchItemFailures = true,
    });

    private void Schedule(Function function, FunctionSchedule schedule) => _ = new Rule(function, "Clock", new RuleProps
    {
        Schedule = Amazon.CDK.AWS.Events.Schedule.Expression(schedule.Expression),
        Targets = [Target(function)],
    });
}
