using Amazon.SQS;
using Amazon.SQS.Model;
using Amazon.StepFunctions;
using Amazon.StepFunctions.Model;
using Hoth.Aws.Tests.Emulators;

namespace Hoth.Aws.Tests.Compat;

/// <summary>The clients against an independent implementation of the services.</summary>
[Collection(nameof(Moto))]
public sealed class MotoTests(Moto moto)
{
    [SkippableFact]
    public async Task Queue_lives_from_creation_to_deletion()
    {
        using var sqs = Sqs();
        var queue = (await sqs.CreateQueueAsync(new CreateQueueRequest
        {
            QueueName = "life",
            Attributes = new() { ["VisibilityTimeout"] = "30" },
            Tags = new() { ["part"] = "costs" },
        })).QueueUrl;
        (await sqs.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = "life" })).QueueUrl.ShouldBe(queue);

        await sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = queue, MessageBody = "ä", MessageAttributes = Attributes() });
        await sqs.SendMessageBatchAsync(new SendMessageBatchRequest { QueueUrl = queue, Entries = [new() { Id = "1", MessageBody = "b", MessageAttributes = Attributes() }] });
        var received = (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest
        {
            QueueUrl = queue,
            MaxNumberOfMessages = 10,
            MessageAttributeNames = ["All"],
            MessageSystemAttributeNames = ["All"],
        })).Messages;

        received.Select(m => m.Body).ShouldBe(["ä", "b"], ignoreOrder: true);
        received[0].MessageAttributes["text"].StringValue.ShouldBe("x");
        received[0].Attributes["ApproximateReceiveCount"].ShouldBe("1");
        await sqs.ChangeMessageVisibilityAsync(new ChangeMessageVisibilityRequest { QueueUrl = queue, ReceiptHandle = received[0].ReceiptHandle, VisibilityTimeout = 0 });
        await sqs.DeleteMessageAsync(new DeleteMessageRequest { QueueUrl = queue, ReceiptHandle = received[1].ReceiptHandle });
        var attributes = (await sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest { QueueUrl = queue, AttributeNames = ["All"] })).Attributes;
        attributes["ApproximateNumberOfMessages"].ShouldBe("1");
        attributes["VisibilityTimeout"].ShouldBe("30");
        await sqs.PurgeQueueAsync(new PurgeQueueRequest { QueueUrl = queue });
        await sqs.DeleteQueueAsync(new DeleteQueueRequest { QueueUrl = queue });
        await Should.ThrowAsync<QueueDoesNotExistException>(() => sqs.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = "life" }));
    }

    [SkippableFact]
    public async Task Failed_entries_of_a_batch_are_named()
    {
        using var sqs = Sqs();
        var queue = (await sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = "failing" })).QueueUrl;

        var response = await sqs.DeleteMessageBatchAsync(new DeleteMessageBatchRequest { QueueUrl = queue, Entries = [new() { Id = "x", ReceiptHandle = "nonsense" }] });

        var failed = response.Failed.ShouldHaveSingleItem();
        failed.Id.ShouldBe("x");
        failed.Code.ShouldBe("ReceiptHandleIsInvalid");
    }

    [SkippableFact]
    public async Task State_machine_is_created_described_and_unknown_executions_are_typed()
    {
        using var states = new AmazonStepFunctionsClient(AwsStub.Credentials, new AmazonStepFunctionsConfig { ServiceURL = Url, AuthenticationRegion = "eu-central-1" });
        var created = await states.CreateStateMachineAsync(new CreateStateMachineRequest
        {
            Name = "machine",
            RoleArn = "arn:aws:iam::123456789012:role/unused",
            Definition = """{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}""",
        });

        var described = await states.DescribeStateMachineAsync(new DescribeStateMachineRequest { StateMachineArn = created.StateMachineArn });

        described.Name.ShouldBe("machine");
        described.Status.ShouldBe(StateMachineStatus.ACTIVE);
        described.CreationDate.ShouldNotBeNull();
        await Should.ThrowAsync<ExecutionDoesNotExistException>(() => states.DescribeExecutionAsync(
            new DescribeExecutionRequest { ExecutionArn = created.StateMachineArn.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal) + ":none" }));
    }

    private static Dictionary<string, MessageAttributeValue> Attributes() => new()
    {
        ["text"] = new() { DataType = "String", StringValue = "x" },
        ["bytes"] = new() { DataType = "Binary", BinaryValue = new MemoryStream([0, 255]) },
    };

    private string Url => moto.Require().Endpoint.ToString();

    private AmazonSQSClient Sqs() => new(AwsStub.Credentials, new AmazonSQSConfig { ServiceURL = Url, AuthenticationRegion = "eu-central-1" });
}
