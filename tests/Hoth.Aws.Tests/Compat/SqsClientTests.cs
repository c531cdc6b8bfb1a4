using Amazon;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Hoth.Aws.Tests.Compat;

public sealed class SqsClientTests
{
    /// <summary>The MD5 of "hello".</summary>
    private const string HelloMd5 = "5d41402abc4b2a76b9719d911017c592";

    [Fact]
    public async Task Client_signs_and_speaks_aws_json()
    {
        await using var sqs = await AwsStub.StartAsync(new StubAnswer($$"""{"MessageId":"m1","MD5OfMessageBody":"{{HelloMd5}}"}"""));
        using var client = Client(sqs);

        var response = await client.SendMessageAsync(new SendMessageRequest { QueueUrl = "http://q", MessageBody = "hello", DelaySeconds = 3, MessageGroupId = "g" });

        response.MessageId.ShouldBe("m1");
        response.ResponseMetadata.RequestId.ShouldBe("stub-request");
        var request = sqs.Requests.ShouldHaveSingleItem();
        request.Method.ShouldBe("POST");
        request.Path.ShouldBe("/");
        request.Headers["X-Amz-Target"].ShouldBe("AmazonSQS.SendMessage");
        request.Headers["Content-Type"].ShouldBe("application/x-amz-json-1.0");
        request.Headers["Authorization"].ShouldStartWith("AWS4-HMAC-SHA256 Credential=AKIDTEST/");
        request.Headers["Authorization"].ShouldContain("/eu-central-1/sqs/aws4_request");
        request.Body.ShouldBe("""{"DelaySeconds":3,"MessageBody":"hello","MessageGroupId":"g","QueueUrl":"http://q"}""");
    }

    [Fact]
    public async Task Send_throws_when_the_body_checksum_differs()
    {
        await using var sqs = await AwsStub.StartAsync(new StubAnswer($$"""{"MessageId":"m1","MD5OfMessageBody":"{{HelloMd5}}"}"""));
        using var client = Client(sqs);

        var thrown = await Should.ThrowAsync<AmazonSQSException>(() => client.SendMessageAsync(new SendMessageRequest { QueueUrl = "q", MessageBody = "hullo" }));

        thrown.Message.ShouldContain("MD5");
        sqs.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Batch_throws_when_one_checksum_differs()
    {
        await using var sqs = await AwsStub.StartAsync(new StubAnswer(
            $$"""{"Successful":[{"Id":"a","MessageId":"m1","MD5OfMessageBody":"{{HelloMd5}}"},{"Id":"b","MessageId":"m2","MD5OfMessageBody":"{{HelloMd5}}"}]}"""));
        using var client = Client(sqs);
        var request = new SendMessageBatchRequest
        {
            QueueUrl = "q",
            Entries = [new() { Id = "b", MessageBody = "other" }, new() { Id = "a", MessageBody = "hello" }],
        };

        (await Should.ThrowAsync<AmazonSQSException>(() => client.SendMessageBatchAsync(request))).Message.ShouldContain("m2");
    }

    [Fact]
    public async Task Receive_throws_when_the_body_checksum_differs()
    {
        await using var sqs = await AwsStub.StartAsync(new StubAnswer($$"""{"Messages":[{"MessageId":"m7","Body":"damaged","MD5OfBody":"{{HelloMd5}}"}]}"""));
        using var client = Client(sqs);

        (await Should.ThrowAsync<AmazonSQSException>(() => client.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = "q" }))).Message.ShouldContain("m7");
    }

    [Fact]
    public async Task Receive_throws_when_the_attribute_checksum_differs()
    {
        await using var sqs = await AwsStub.StartAsync(new StubAnswer(
            $$$"""{"Messages":[{"MessageId":"m7","Body":"hello","MD5OfBody":"{{{HelloMd5}}}","MD5OfMessageAttributes":"00","MessageAttributes":{"a":{"DataType":"String","StringValue":"x"} } }]}"""));
        using var client = Client(sqs);

        (await Should.ThrowAsync<AmazonSQSException>(() => client.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = "q" }))).Message.ShouldContain("Attribute");
    }

    [Fact]
    public async Task Error_becomes_its_typed_exception_with_the_query_code()
    {
        await using var sqs = await AwsStub.StartAsync(new StubAnswer(
            """{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no such queue"}""", 400, "AWS.SimpleQueueService.NonExistentQueue;Sender"));
        using var client = Client(sqs);

        var thrown = await Should.ThrowAsync<QueueDoesNotExistException>(() => client.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = "none" }));

        thrown.Message.ShouldBe("no such queue");
        thrown.ErrorCode.ShouldBe("AWS.SimpleQueueService.NonExistentQueue");
        thrown.ErrorType.ShouldBe(ErrorType.Sender);
        thrown.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Unknown_error_becomes_the_service_exception()
    {
        await using var sqs = await AwsStub.StartAsync(new StubAnswer("""{"__type":"com.amazonaws.sqs#Brandnew","message":"?"}""", 400));
        using var client = Client(sqs);

        var thrown = await Should.ThrowAsync<AmazonSQSException>(() => client.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = "none" }));

        thrown.GetType().ShouldBe(typeof(AmazonSQSException));
        thrown.ErrorCode.ShouldBe("Brandnew");
    }

    [Fact]
    public async Task Client_retries_a_server_error()
    {
        await using var sqs = await AwsStub.StartAsync(new StubAnswer("""{"message":"busy"}""", 503), new StubAnswer("""{"QueueUrl":"http://q"}"""));
        using var client = Client(sqs);

        (await client.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = "q" })).QueueUrl.ShouldBe("http://q");

        sqs.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Client_gives_up_after_the_retries_it_is_allowed()
    {
        await using var sqs = await AwsStub.StartAsync(new StubAnswer("""{"message":"busy"}""", 503));
        using var client = Client(sqs, maxErrorRetry: 1);

        await Should.ThrowAsync<AmazonSQSException>(() => client.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = "q" }));

        sqs.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Empty_answer_leaves_collections_null()
    {
        AWSConfigs.InitializeCollections.ShouldBeFalse();
        await using var sqs = await AwsStub.StartAsync(new StubAnswer("{}"));
        using var client = Client(sqs);

        (await client.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = "q" })).Messages.ShouldBeNull();
        new SendMessageRequest().MessageAttributes.ShouldBeNull();
    }

    [Fact]
    public async Task Binary_and_system_attributes_travel()
    {
        await using var sqs = await AwsStub.StartAsync(new StubAnswer($$"""{"MessageId":"m1","MD5OfMessageBody":"{{HelloMd5}}"}"""));
        using var client = Client(sqs);

        await client.SendMessageAsync(new SendMessageRequest
        {
            QueueUrl = "q",
            MessageBody = "hello",
            MessageAttributes = new() { ["b"] = new() { DataType = "Binary", BinaryValue = new MemoryStream([1, 2, 3]) } },
            MessageSystemAttributes = new() { ["AWSTraceHeader"] = new() { DataType = "String", StringValue = "Root=1" } },
        });

        var json = sqs.Requests[0].Json;
        json.GetProperty("MessageAttributes").GetProperty("b").GetProperty("BinaryValue").GetString().ShouldBe("AQID");
        json.GetProperty("MessageSystemAttributes").GetProperty("AWSTraceHeader").GetProperty("StringValue").GetString().ShouldBe("Root=1");
    }

    private static AmazonSQSClient Client(AwsStub stub, int maxErrorRetry = 2) => new(
        AwsStub.Credentials,
        new AmazonSQSConfig { ServiceURL = stub.Url, AuthenticationRegion = "eu-central-1", MaxErrorRetry = maxErrorRetry });
}
