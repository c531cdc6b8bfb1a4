using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;
using Amazon.StepFunctions;
using Amazon.StepFunctions.Model;
using Hoth.Aws.DynamoDb;
using Hoth.Aws.Sqs;
using Hoth.Aws.Tests.DynamoDb;
using Hoth.Aws.Tests.Emulators;
using Hoth.Aws.Tests.RuntimeApi;
using Hoth.Jobs;
using Hoth.MockCsp;
using Hoth.MockCsp.Exports;
using Hoth.Packaging;
using Hoth.Ports;

namespace Hoth.Aws.Tests.Published;

/// <summary>What one deployed Hoth has around it: a table, queues, a bucket, secrets, the mock CSPs with their directory, and its functions.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly string executable;
    private readonly Dictionary<string, string> urls = [];
    private readonly Dictionary<string, LambdaProcess> functions = [];
    private readonly List<ChangeMessageVisibilityRequest> kept = [];
    private readonly DirectoryInfo configuration = Directory.CreateTempSubdirectory("hoth-config-");
    private readonly AmazonDynamoDBClient dynamo;
    private readonly AmazonSQSClient sqs;
    private readonly AmazonStepFunctionsClient stepFunctions;

    private Stage(PublishedHoth hoth, string executable, MockCspServer csps, TokenIssuer issuer)
    {
        (this.executable, Csps, Issuer) = (executable, csps, issuer);
        dynamo = TestClients.DynamoDb(hoth.DynamoDb.Endpoint);
        sqs = TestClients.Sqs(hoth.Sqs.Endpoint);
        stepFunctions = TestClients.StepFunctions(hoth.Moto.Endpoint);
    }

    /// <summary>The CSPs of the demo.</summary>
    public MockCspServer Csps { get; }

    /// <summary>Whose tokens are good.</summary>
    public TokenIssuer Issuer { get; }

    private string CspsFile => Path.Combine(configuration.FullName, "csps.json");

    private string HttpJobs => configuration.CreateSubdirectory("http-jobs").FullName;

    /// <summary>The environment variables of every function.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The records, read around the functions.</summary>
    public IJobStore Jobs => new DynamoJobStore(dynamo, Variables[AwsSettings.TableVariable], new SystemIds(), TimeProvider.System);

    /// <summary>The queues, read around the functions.</summary>
    public IQueue Queue => new SqsQueue(sqs, urls);

    public static async Task<Stage> CreateAsync(PublishedHoth hoth, string executable)
    {
        var stage = new Stage(hoth, executable, await MockCspServer.StartAsync(new MockCspOptions(), TimeProvider.System), await TokenIssuer.StartAsync());
        await stage.FillAsync(hoth);
        return stage;
    }

    /// <summary>Sends an event to a function, which is started at its first.</summary>
    public async Task<JsonElement> InvokeAsync(string function, JsonNode payload) => await (await FunctionAsync(function)).InvokeAsync(payload);

    /// <summary>Sends an event to a function that may answer with an error.</summary>
    public async Task<(JsonElement Response, RuntimeError? Error)> TryInvokeAsync(string function, JsonNode payload) =>
        await (await FunctionAsync(function)).TryInvokeAsync(payload);

    /// <summary>The input that an execution was started with.</summary>
    public async Task<JsonNode> ExecutionInputAsync(string workflow, string name)
    {
        var machine = Variables[AwsSettings.StateMachineVariable(workflow)];
        var execution = await stepFunctions.DescribeExecutionAsync(new DescribeExecutionRequest { ExecutionArn = $"{machine.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal)}:{name}" });
        return JsonNode.Parse(execution.Input)!;
    }

    /// <summary>Ends every function; then all that they wrote.</summary>
    public string Stop() => string.Join('\n', functions.Values.Select(process => process.Stop()));

    /// <summary>Delivers what is on a queue to a function and deletes what it does not keep, as an event source does.</summary>
    /// <returns>How many messages were delivered.</returns>
    public async Task<int> DeliverAsync(string queue, string function)
    {
        var messages = (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest
        {
            QueueUrl = urls[queue],
            MaxNumberOfMessages = 10,
            VisibilityTimeout = 360,
            MessageSystemAttributeNames = ["All"],
            MessageAttributeNames = ["All"],
        })).Messages ?? [];
        if (messages.Count == 0)
        {
            return 0;
        }

        var answer = await InvokeAsync(function, Events.Sqs(messages));
        var keptIds = answer.GetProperty("batchItemFailures").EnumerateArray().Select(item => item.GetProperty("itemIdentifier").GetString()).ToHashSet();
        foreach (var message in messages.Where(message => !keptIds.Contains(message.MessageId)))
        {
            await sqs.DeleteMessageAsync(new DeleteMessageRequest { QueueUrl = urls[queue], ReceiptHandle = message.ReceiptHandle });
        }

        kept.AddRange(messages.Where(message => keptIds.Contains(message.MessageId)).Select(message => new ChangeMessageVisibilityRequest
        {
            QueueUrl = urls[queue], ReceiptHandle = message.ReceiptHandle, VisibilityTimeout = 0,
        }));
        return messages.Count;
    }

    /// <summary>Makes the messages that functions have kept visible, as time would.</summary>
    public async Task ShowKeptMessagesAsync()
    {
        foreach (var request in kept)
        {
            await sqs.ChangeMessageVisibilityAsync(request);
        }

        kept.Clear();
    }

    /// <summary>Messages on a queue, hidden ones included.</summary>
    public async Task<int> CountAsync(string queue)
    {
        var attributes = (await sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest { QueueUrl = urls[queue], AttributeNames = ["All"] })).Attributes;
        return int.Parse(attributes["ApproximateNumberOfMessages"]) + int.Parse(attributes["ApproximateNumberOfMessagesNotVisible"]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var function in functions.Values)
        {
            await function.DisposeAsync();
        }

        dynamo.Dispose();
        sqs.Dispose();
        stepFunctions.Dispose();
        configuration.Delete(recursive: true);
        await Csps.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    private async Task<LambdaProcess> FunctionAsync(string name) =>
        functions.TryGetValue(name, out var process) ? process : functions[name] = await LambdaProcess.StartAsync(executable, name, Variables);

    private async Task FillAsync(PublishedHoth hoth)
    {
        foreach (var queue in Queues.All.SelectMany(queue => new[] { queue.Name, Queues.DeadLetter(queue.Name) }))
        {
            var name = $"{queue}-{Path.GetRandomFileName().Replace('.', '-')}";
            urls[queue] = (await sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = name })).QueueUrl;
        }

        var bucket = $"hoth-{Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal)}";
        using var s3 = TestClients.S3(hoth.Moto.Endpoint);
        // Moto wants a Gov region spelt out.
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = bucket, BucketRegionName = TestClients.Region });
        await WriteConfigurationAsync(hoth, bucket);

        foreach (var (name, value) in CompleteSettings.Variables(queue => urls[queue]))
        {
            Variables[name] = value;
        }

        Variables[AwsSettings.TableVariable] = await TableDefinition.CreateAsync(dynamo);
        Variables[AwsSettings.BucketVariable] = bucket;
        foreach (var workflow in Workflows.All)
        {
            Variables[AwsSettings.StateMachineVariable(workflow)] = await CreateStateMachineAsync(workflow);
        }

        foreach (var (name, value) in Issuer.Variables)
        {
            Variables[name] = value;
        }

        Variables["HOTH_CSPS"] = CspsFile;
        Variables["HOTH_HTTP_JOBS"] = HttpJobs;
        Variables["HOTH_QA_TARGETS"] = "http://127.0.0.1:9";
        Variables["AWS_ACCESS_KEY_ID"] = "test";
        Variables["AWS_SECRET_ACCESS_KEY"] = "test";
        Variables["AWS_ENDPOINT_URL_SQS"] = hoth.Sqs.Endpoint.ToString();
        Variables["AWS_ENDPOINT_URL_DYNAMODB"] = hoth.DynamoDb.Endpoint.ToString();
        Variables["AWS_ENDPOINT_URL_SFN"] = hoth.Moto.Endpoint.ToString();
        Variables["AWS_ENDPOINT_URL_S3"] = hoth.Moto.Endpoint.ToString();
        Variables["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = hoth.Moto.Endpoint.ToString();
    }

    /// <summary>Moto keeps executions as started; whoever needs one to go on plays it.</summary>
    private async Task<string> CreateStateMachineAsync(string workflow)
    {
        var definition = await File.ReadAllTextAsync(Checkout.PathOf("statemachines", $"{workflow}.asl.json"));
        return (await stepFunctions.CreateStateMachineAsync(new CreateStateMachineRequest
        {
            Name = $"{workflow}-{Path.GetRandomFileName().Replace('.', '-')}",
            RoleArn = "arn:aws-us-gov:iam::123456789012:role/unused",
            Definition = definition.Replace("${Partition}", "aws-us-gov", StringComparison.Ordinal),
        })).StateMachineArn;
    }

    /// <summary>Stores the CSPs' secrets; writes the directory, and the definitions that it names.</summary>
    private async Task WriteConfigurationAsync(PublishedHoth hoth, string unique)
    {
        var entries = new JsonObject();
        foreach (var (name, behaviour) in new MockCspOptions().Csps)
        {
            var secret = $"{unique}/{name}";
            await MotoSecrets.AddAsync(hoth.Moto.Endpoint, secret, new JsonObject { ["clientId"] = behaviour.ClientId, ["clientSecret"] = behaviour.ClientSecret }.ToJsonString());
            entries[name] = new JsonObject
            {
                ["uri"] = Csps.AddressOf(name).AbsoluteUri,
                ["token"] = new JsonObject { ["endpoint"] = $"{Csps.AddressOf(name).AbsoluteUri}/oauth2/token", ["scopes"] = new JsonArray([.. MockCsp.Tokens.Scopes.All.Select(scope => JsonValue.Create(scope))]) },
                ["secret"] = secret,
                ["honoursIdempotencyKey"] = true,
            };
            if (behaviour.CostExports is not null)
            {
                entries[name]!["costs"] = new JsonObject { ["mode"] = "async", ["job"] = $"{name}-costs", ["response"] = "document" };
                await File.WriteAllTextAsync(Path.Combine(HttpJobs, $"{name}-costs.json"), CostExportJob.For($"{name}-costs", Csps.AddressOf(name), secret));
            }
        }

        await File.WriteAllTextAsync(CspsFile, entries.ToJsonString());
    }
}
