using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;

namespace Hoth.Aws.Tests.Compat;

public sealed class SecretsManagerClientTests
{
    [Fact]
    public async Task Secret_is_read_with_its_binary_form_and_stages()
    {
        await using var secrets = await AwsStub.StartAsync(new StubAnswer(
            """{"ARN":"arn:s","Name":"s","VersionId":"v","SecretBinary":"AQID","VersionStages":["AWSCURRENT"],"CreatedDate":1700000000.5}"""));
        using var client = Client(secrets);

        var secret = await client.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "s", VersionStage = "AWSCURRENT" });

        secret.SecretBinary.ToArray().ShouldBe([1, 2, 3]);
        secret.VersionStages.ShouldBe(["AWSCURRENT"]);
        secret.CreatedDate.ShouldBe(DateTime.UnixEpoch.AddMilliseconds(1700000000500));
        var request = secrets.Requests.ShouldHaveSingleItem();
        request.Headers["X-Amz-Target"].ShouldBe("secretsmanager.GetSecretValue");
        request.Headers["Content-Type"].ShouldBe("application/x-amz-json-1.1");
        request.Body.ShouldBe("""{"SecretId":"s","VersionStage":"AWSCURRENT"}""");
    }

    [Fact]
    public async Task Missing_secret_becomes_its_typed_exception()
    {
        await using var secrets = await AwsStub.StartAsync(new StubAnswer("""{"__type":"ResourceNotFoundException","Message":"gone"}""", 400));
        using var client = Client(secrets);

        (await Should.ThrowAsync<ResourceNotFoundException>(() => client.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "s" })))
            .Message.ShouldBe("gone");
    }

    private static AmazonSecretsManagerClient Client(AwsStub stub) => new(
        AwsStub.Credentials,
        new AmazonSecretsManagerConfig { ServiceURL = stub.Url, AuthenticationRegion = "eu-central-1" });
}
