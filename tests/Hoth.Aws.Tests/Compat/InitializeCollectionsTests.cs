using Amazon;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Hoth.Aws.Tests.Compat;

/// <summary>AWSConfigs.InitializeCollections belongs to the process, so nothing runs beside these tests.</summary>
[Collection(ProcessWide.Name)]
public sealed class InitializeCollectionsTests : IDisposable
{
    public InitializeCollectionsTests() => AWSConfigs.InitializeCollections = true;

    public void Dispose() => AWSConfigs.InitializeCollections = false;

    [Fact]
    public async Task Collections_are_empty_instead_of_null_and_do_not_travel_empty()
    {
        await using var sqs = await AwsStub.StartAsync(new StubAnswer("{}"));
        using var client = new AmazonSQSClient(AwsStub.Credentials, new AmazonSQSConfig { ServiceURL = sqs.Url, AuthenticationRegion = "eu-central-1" });
        var request = new ReceiveMessageRequest { QueueUrl = "q" };
        request.MessageAttributeNames.ShouldBeEmpty();

        (await client.ReceiveMessageAsync(request)).Messages.ShouldBeEmpty();

        sqs.Requests[0].Body.ShouldBe("""{"QueueUrl":"q"}""");
    }
}
