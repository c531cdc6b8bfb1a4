using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Hoth.Aws.Tests.Compat;

/// <summary>AWS_ENDPOINT_URL and its kind. They belong to the process, so nothing runs beside these tests.</summary>
[Collection(ProcessWide.Name)]
public sealed class EnvironmentEndpointTests : IDisposable
{
    private static readonly string[] Names = ["AWS_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL_SECRETS_MANAGER"];

    private readonly Dictionary<string, string?> _before = Names.ToDictionary(name => name, Environment.GetEnvironmentVariable);

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        FallbackRegionFactory.Reset();
    }

    [Fact]
    public async Task Service_variable_wins_over_the_general_one_and_the_region_signs()
    {
        await using var sqs = await AwsStub.StartAsync(new StubAnswer("""{"QueueUrl":"http://q"}"""));
        await using var other = await AwsStub.StartAsync(new StubAnswer("""{"SecretString":"s"}"""));
        Environment.SetEnvironmentVariable("AWS_REGION", "eu-west-1");
        FallbackRegionFactory.Reset();
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", other.Url);
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_SQS", sqs.Url);
        using var queues = new AmazonSQSClient(AwsStub.Credentials);
        using var secrets = new AmazonSecretsManagerClient(AwsStub.Credentials);

        await queues.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = "q" });
        await secrets.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "s" });

        sqs.Requests.ShouldHaveSingleItem().Headers["Authorization"].ShouldContain("/eu-west-1/sqs/");
        other.Requests.ShouldHaveSingleItem().Headers["Authorization"].ShouldContain("/eu-west-1/secretsmanager/");
    }
}
