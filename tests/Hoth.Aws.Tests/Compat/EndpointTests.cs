using Amazon;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SQS;
using Amazon.StepFunctions;

namespace Hoth.Aws.Tests.Compat;

/// <summary>The hosts that the official clients use, from their endpoint rules.</summary>
public sealed class EndpointTests
{
    [Theory]
    [InlineData("eu-central-1", false, false, "https://sqs.eu-central-1.amazonaws.com")]
    [InlineData("us-east-1", true, false, "https://sqs-fips.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", false, true, "https://sqs.us-east-1.api.aws")]
    [InlineData("us-east-1", true, true, "https://sqs-fips.us-east-1.api.aws")]
    [InlineData("us-gov-west-1", true, false, "https://sqs.us-gov-west-1.amazonaws.com")]
    [InlineData("cn-north-1", false, false, "https://sqs.cn-north-1.amazonaws.com.cn")]
    public void Sqs_endpoint_follows_region_fips_and_dual_stack(string region, bool fips, bool dualStack, string expected) =>
        Endpoint(new AmazonSQSConfig(), region, fips, dualStack).ShouldBe(expected);

    [Theory]
    [InlineData("us-east-1", true, "https://states-fips.us-east-1.amazonaws.com")]
    [InlineData("us-gov-west-1", true, "https://states.us-gov-west-1.amazonaws.com")]
    [InlineData("us-gov-west-1", false, "https://states.us-gov-west-1.amazonaws.com")]
    public void StepFunctions_endpoint_follows_region_and_fips(string region, bool fips, string expected) =>
        Endpoint(new AmazonStepFunctionsConfig(), region, fips, false).ShouldBe(expected);

    [Theory]
    [InlineData("us-gov-west-1", true, "https://secretsmanager-fips.us-gov-west-1.amazonaws.com")]
    [InlineData("eu-west-1", false, "https://secretsmanager.eu-west-1.amazonaws.com")]
    public void SecretsManager_endpoint_follows_region_and_fips(string region, bool fips, string expected) =>
        Endpoint(new AmazonSecretsManagerConfig(), region, fips, false).ShouldBe(expected);

    [Fact]
    public void Custom_endpoint_refuses_fips() =>
        Should.Throw<AmazonClientException>(() => Resolve(new AmazonSQSConfig { ServiceURL = "http://localhost:1", UseFIPSEndpoint = true }))
            .Message.ShouldContain("FIPS and custom endpoint");

    [Fact]
    public void Custom_endpoint_refuses_dual_stack() =>
        Should.Throw<AmazonClientException>(() => Resolve(new AmazonSQSConfig { ServiceURL = "http://localhost:1", UseDualstackEndpoint = true }))
            .Message.ShouldContain("Dualstack and custom endpoint");

    private static string Endpoint(ClientConfig config, string region, bool fips, bool dualStack)
    {
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        config.UseFIPSEndpoint = fips;
        config.UseDualstackEndpoint = dualStack;
        return Resolve(config);
    }

    private static string Resolve(ClientConfig config) =>
        config.DetermineServiceOperationEndpoint(new Amazon.Runtime.Endpoints.ServiceOperationEndpointParameters(new ProbeRequest())).URL.TrimEnd('/');

    private sealed class ProbeRequest : AmazonWebServiceRequest;
}
