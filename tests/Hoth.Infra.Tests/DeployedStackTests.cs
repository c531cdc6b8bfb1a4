using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Amazon.SQS.Model;
using Hoth.Aws;
using Hoth.Aws.DynamoDb;
using Hoth.Aws.Tests.Emulators;
using Hoth.Aws.Tests.Published;
using Hoth.Functions.Catalog;
using Hoth.MockCsp;
using Hoth.MockCsp.Tokens;
using Hoth.Ports;

namespace Hoth.Infra.Tests;

/// <summary>The stack on moto: its resources by CloudFormation, and a cost job through the published package with the environment that CloudFormation gave its functions.</summary>
[Collection(nameof(Stacks))]
public sealed class DeployedStackTests(Stacks stacks, MotoStack moto) : IClassFixture<MotoStack>
{
    private const string Csp = "csp-a";

    [SkippableFact]
    public async Task CloudFormation_creates_queues_table_roles_functions_and_state_machine()
    {
        await moto.CreateAsync(stacks.Default);

        using var sqs = TestClients.Sqs(moto.Moto.Endpoint);
        foreach (var queue in Queues.All)
        {
            var url = (await sqs.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = $"hoth-{queue.Name}" })).QueueUrl;
            var attributes = (await sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest { QueueUrl = url, AttributeNames = ["All"] })).Attributes;
            attributes["MessageRetentionPeriod"].ShouldBe("1209600");
            attributes["KmsMasterKeyId"].ShouldNotBeEmpty();
            var redrive = JsonNode.Parse(attributes["RedrivePolicy"])!;
            redrive["deadLetterTargetArn"]!.GetValue<string>().ShouldEndWith($":hoth-{Queues.DeadLetter(queue.Name)}");
            redrive["maxReceiveCount"]!.GetValue<int>().ShouldBe(queue.MaxReceiveCount);
        }

        var variables = await moto.VariablesOfAsync("hoth-StartCostJob");
        using var dynamo = TestClients.DynamoDb(moto.Moto.Endpoint);
        var table = (await dynamo.DescribeTableAsync(new DescribeTableRequest { TableName = variables[AwsSettings.TableVariable] })).Table;
        table.GlobalSecondaryIndexes.Select(index => index.IndexName).ShouldBe(HothTable.Indexes, ignoreOrder: true);

        var roles = await moto.QueryAsync("iam", ("Action", "ListRoles"), ("MaxItems", "1000"));
        roles.Descendants().Where(element => element.Name.LocalName == "RoleName").Select(element => element.Value).Count(name => name.StartsWith("hoth-Functions", StringComparison.Ordinal))
            .ShouldBe(FunctionCatalog.Create().All.Count);

        var machines = await moto.JsonAsync("states", "AWSStepFunctions.ListStateMachines", []);
        machines["stateMachines"]!.AsArray().Select(machine => machine!["name"]!.GetValue<string>()).ShouldBe(Workflows.All.Select(name => $"hoth-{name}"), ignoreOrder: true);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cost_job_runs_through_the_published_package_on_the_created_resources(bool nativeAot)
    {
        await moto.CreateAsync(stacks.Default);
        var package = await (nativeAot ? FunctionsPackage.NativeAot : FunctionsPackage.ReadyToRun).RequireAsync();
        var id = nativeAot ? "deployed-native" : "deployed";
        await using var csps = await MockCspServer.StartAsync(new MockCspOptions(), TimeProvider.System);
        var directory = Path.Combine(Path.GetDirectoryName(stacks.Default.File)!, "csps.json");
        await File.WriteAllTextAsync(directory, await DirectoryAsync(csps, secret: nativeAot ? 1 : 0));
        await using var start = await RunAsync(package.Executable, "StartCostJob", directory);
        await using var work = await RunAsync(package.Executable, "RequestCosts", directory);
        await using var consume = await RunAsync(package.Executable, "ConsumeCostResults", directory);

        var accepted = await start.InvokeAsync(Events.PostCostJob(id, Csp));
        accepted.GetProperty("statusCode").GetInt32().ShouldBe(202);

        var worked = await work.InvokeAsync(Events.Sqs(await ReceiveAsync(Queues.CostRequests)));
        worked.GetProperty("batchItemFailures").GetArrayLength().ShouldBe(0);

        var drained = await consume.InvokeAsync(Events.Proxy("GET", "/cost-jobs", "/cost-jobs"));
        var result = JsonSerializer.Deserialize<JsonElement>(drained.GetProperty("body").GetString()!).EnumerateArray().ShouldHaveSingleItem();
        (result.GetProperty("jobId").GetString(), result.GetProperty("outcome").GetString()).ShouldBe((id, "SUCCEEDED"));
    }

    /// <summary>The variables are CloudFormation's; only where AWS is and who the CSPs are is the test's.</summary>
    private async Task<LambdaProcess> RunAsync(string executable, string function, string directory)
    {
        var variables = await moto.VariablesOfAsync($"hoth-{function}");
        variables.Remove("HOTH_FUNCTION", out var name).ShouldBeTrue();
        variables["AWS_REGION"] = TestClients.Region;
        variables["AWS_ACCESS_KEY_ID"] = "test";
        variables["AWS_SECRET_ACCESS_KEY"] = "test";
        variables["AWS_ENDPOINT_URL"] = moto.Moto.Endpoint.ToString();
        variables["HOTH_CSPS"] = directory;
        return await LambdaProcess.StartAsync(executable, name, variables);
    }

    private async Task<List<Message>> ReceiveAsync(string queue)
    {
        using var sqs = TestClients.Sqs(moto.Moto.Endpoint);
        var url = (await sqs.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = $"hoth-{queue}" })).QueueUrl;
        return (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, MaxNumberOfMessages = 10, MessageSystemAttributeNames = ["All"], MessageAttributeNames = ["All"] })).Messages;
    }

    private async Task<string> DirectoryAsync(MockCspServer csps, int secret)
    {
        // The secret has a name that the stack's functions may read; moto takes each once.
        var name = stacks.Default.OfType("AWS::SecretsManager::Secret").ElementAt(secret)["Name"]!.GetValue<string>();
        var behaviour = new MockCspOptions().Csps[Csp];
        await MotoSecrets.AddAsync(moto.Moto.Endpoint, name, new JsonObject { ["clientId"] = behaviour.ClientId, ["clientSecret"] = behaviour.ClientSecret }.ToJsonString());
        return new JsonObject
        {
            [Csp] = new JsonObject
            {
                ["uri"] = csps.AddressOf(Csp).AbsoluteUri,
                ["token"] = new JsonObject { ["endpoint"] = $"{csps.AddressOf(Csp).AbsoluteUri}/oauth2/token", ["scopes"] = new JsonArray([.. Scopes.All.Select(scope => JsonValue.Create(scope))]) },
                ["secret"] = name,
            },
        }.ToJsonString();
    }
}
