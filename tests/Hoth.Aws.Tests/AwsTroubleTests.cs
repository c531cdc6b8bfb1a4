using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Hoth.Aws.DynamoDb;
using Hoth.Aws.Sqs;
using Hoth.Aws.Tests.Emulators;
using Hoth.Jobs;
using Hoth.PortContracts;
using Hoth.Ports;

namespace Hoth.Aws.Tests;

/// <summary>What AWS answers when it is in trouble, and when we are wrong.</summary>
public sealed class AwsTroubleTests
{
    private const string Queue = Queues.CostRequests;

    public static TheoryData<int, string> Trouble { get; } = new()
    {
        { 400, Error("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException") },
        { 400, Error("com.amazonaws.dynamodb.v20120810#ThrottlingException") },
        { 400, Error("com.amazonaws.dynamodb.v20120810#RequestLimitExceeded") },
        { 500, Error("com.amazonaws.dynamodb.v20120810#InternalServerError") },
        { 503, "Service Unavailable" },
        { 429, Error("com.amazonaws.dynamodb.v20120810#ThrottlingException") },
    };

    [Theory]
    [MemberData(nameof(Trouble))]
    public async Task Job_store_is_unavailable_when_DynamoDB_is_busy_or_broken(int status, string body)
    {
        using var aws = new ScriptedAws(status, body);
        using var dynamo = TestClients.DynamoDb(aws.Endpoint);
        var store = new DynamoJobStore(dynamo, "table", new TestIds(), new ManualTimeProvider());

        var unavailable = await Should.ThrowAsync<PortUnavailableException>(() => store.FindAsync("job-1", default));
        unavailable.Port.ShouldBe("job store");
        aws.Requests.ShouldBe(3);
        await Should.ThrowAsync<PortUnavailableException>(() => store.ListDueAsync(default, null, 10, default));
    }

    [Theory]
    [InlineData("RequestThrottled")]
    [InlineData("ThrottlingException")]
    [InlineData("OverLimit")]
    [InlineData("KmsThrottled")]
    public async Task Queue_is_unavailable_when_SQS_is_busy(string code)
    {
        using var aws = new ScriptedAws(400, Error($"com.amazonaws.sqs#{code}"));
        using var sqs = TestClients.Sqs(aws.Endpoint);
        var queue = new SqsQueue(sqs, new Dictionary<string, string> { [Queue] = "http://queue/url" });

        (await Should.ThrowAsync<PortUnavailableException>(() => queue.SendAsync(Queue, new OutgoingMessage("{}"), default)))
            .Port.ShouldBe($"queue {Queue}");
    }

    [Fact]
    public async Task Stores_are_unavailable_when_nobody_listens()
    {
        Uri gone;
        using (var aws = new ScriptedAws(200, "{}"))
        {
            gone = aws.Endpoint;
        }

        using var dynamo = TestClients.DynamoDb(gone);
        using var s3 = TestClients.S3(gone);
        using var secrets = TestClients.SecretsManager(gone);
        await Should.ThrowAsync<PortUnavailableException>(
            () => new DynamoDocumentStore(dynamo, "table", new TestIds(), new ManualTimeProvider()).FindAsync("lease", "1", default));
        await Should.ThrowAsync<PortUnavailableException>(() => new S3ArtifactStore(s3, "bucket", TimeProvider.System).OpenAsync("a", default));
        await Should.ThrowAsync<PortUnavailableException>(() => new SecretsManagerSecrets(secrets).FindAsync("secret", default));
    }

    [Theory]
    [InlineData("ResourceNotFoundException")]
    [InlineData("ValidationException")]
    [InlineData("AccessDeniedException")]
    public async Task Mistakes_of_ours_propagate_at_once(string code)
    {
        using var aws = new ScriptedAws(400, Error($"com.amazonaws.dynamodb.v20120810#{code}"));
        using var dynamo = TestClients.DynamoDb(aws.Endpoint);
        var store = new DynamoJobStore(dynamo, "table", new TestIds(), new ManualTimeProvider());

        (await Should.ThrowAsync<AmazonServiceException>(() => store.FindAsync("job-1", default))).ErrorCode.ShouldBe(code);
        aws.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_stays_a_cancellation()
    {
        using var aws = new ScriptedAws(200, "{}");
        using var dynamo = TestClients.DynamoDb(aws.Endpoint);
        var store = new DynamoJobStore(dynamo, "table", new TestIds(), new ManualTimeProvider());
        await Should.ThrowAsync<OperationCanceledException>(() => store.FindAsync("job-1", new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Call_that_takes_too_long_is_unavailable()
    {
        var never = new TaskCompletionSource<int>();
        var unavailable = await Should.ThrowAsync<PortUnavailableException>(
            () => AwsCall.RunAsync("port", TimeSpan.FromMilliseconds(1), ct => never.Task.WaitAsync(ct), default));
        unavailable.InnerException.ShouldBeOfType<TimeoutException>();
    }

    [Fact]
    public async Task Create_whose_answer_was_lost_knows_its_own_record()
    {
        var job = DynamoDb.Jobs.New("job-1", new ManualTimeProvider().GetUtcNow());
        // TestIds: the first id is the write's.
        var own = $$"""{ "pk": { "S": "job#job-1" }, "writeId": { "S": "{{1:D26}}" }, "record": { "S": "{}" } }""";
        using var aws = new ScriptedAws(request => request == 1 ? new ScriptedAnswer(200, "", Abort: true) : Refused(own));
        using var dynamo = TestClients.DynamoDb(aws.Endpoint);
        var store = new DynamoJobStore(dynamo, "table", new TestIds(), new ManualTimeProvider());

        (await store.TryCreateAsync(job, default)).ShouldBeNull();
        aws.Requests.ShouldBe(2);
    }

    [Fact]
    public async Task Update_gives_up_when_others_always_win()
    {
        var record = System.Text.Json.JsonSerializer.Serialize(JobJson.Write(DynamoDb.Jobs.New("job-1", new ManualTimeProvider().GetUtcNow())));
        var item = $$"""{ "pk": { "S": "job#job-1" }, "version": { "N": "1" }, "record": { "S": {{record}} } }""";
        using var aws = new ScriptedAws(request => request % 2 == 1 ? new ScriptedAnswer(200, $$"""{ "Item": {{item}} }""") : Refused(item));
        using var dynamo = TestClients.DynamoDb(aws.Endpoint);
        var store = new DynamoJobStore(dynamo, "table", new TestIds(), new ManualTimeProvider());

        await Should.ThrowAsync<PortUnavailableException>(() => store.UpdateAsync("job-1", job => job with { Attempt = 1 }, default));
        aws.Requests.ShouldBe(2 * DynamoJobStore.MaximumTries);
    }

    [Fact]
    public async Task Delete_tells_which_receipts_of_a_batch_failed()
    {
        using var aws = new ScriptedAws(200, """
            { "Successful": [ { "Id": "0" }, { "Id": "2" } ],
              "Failed": [ { "Id": "1", "SenderFault": true, "Code": "ReceiptHandleIsInvalid" }, { "Id": "3", "SenderFault": false, "Code": "InternalError" } ] }
            """);
        using var sqs = TestClients.Sqs(aws.Endpoint);
        var queue = new SqsQueue(sqs, new Dictionary<string, string> { [Queue] = "http://queue/url" });
        (await queue.DeleteAsync(Queue, ["a", "b", "c", "d"], default)).ShouldBe(["b", "d"]);
    }

    [Theory]
    [InlineData("ReceiptHandleIsInvalid", "no")]
    [InlineData("MessageNotInflight", "no")]
    [InlineData("InvalidParameterValue", "Value x for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.")]
    public async Task Change_of_visibility_is_false_when_the_receipt_is_over(string code, string message)
    {
        using var aws = new ScriptedAws(400, Error($"com.amazonaws.sqs#{code}", message));
        using var sqs = TestClients.Sqs(aws.Endpoint);
        var queue = new SqsQueue(sqs, new Dictionary<string, string> { [Queue] = "http://queue/url" });
        (await queue.ChangeVisibilityAsync(Queue, "receipt", TimeSpan.Zero, default)).ShouldBeFalse();
    }

    private static ScriptedAnswer Refused(string item) =>
        new(400, $$"""{ "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "message": "no", "Item": {{item}} }""");

    private static string Error(string type, string message = "no") => $$"""{ "__type": "{{type}}", "message": "{{message}}" }""";
}
