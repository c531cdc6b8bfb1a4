using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Hoth.Compat;

/// <summary>Gives the endpoint rules what the client's configuration says, AWS_ENDPOINT_URL and its kind included.</summary>
internal sealed class AwsEndpointResolver : BaseEndpointResolver
{
    public static EndpointParameters Map(IClientConfig config, RegionEndpoint alternate) => new()
    {
        ["Region"] = alternate?.SystemName ?? config.RegionEndpoint?.SystemName ?? config.AuthenticationRegion,
        ["UseDualStack"] = config.UseDualstackEndpoint,
        ["UseFIPS"] = config.UseFIPSEndpoint,
        ["Endpoint"] = config.ServiceURL,
    };

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
        Map(requestContext.ClientConfig, requestContext.Request.AlternateEndpoint);
}
