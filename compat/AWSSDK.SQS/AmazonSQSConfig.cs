using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using Hoth.Compat;

namespace Amazon.SQS;

public partial class AmazonSQSConfig : ClientConfig
{
    private static readonly string UserAgentText = InternalSDKUtils.BuildUserAgentString(AwsJsonService.Version);

    public AmazonSQSConfig()
        : base(AwsDefaults.Provider)
    {
        // The service id is what makes AWS_ENDPOINT_URL_SQS and service sections of profiles count.
        base.ServiceId = SQSService.Description.ServiceId;
        AuthenticationServiceName = SQSService.Description.EndpointPrefix;
        EndpointProvider = SQSService.Endpoints;
    }

    public static new string ServiceId => SQSService.Description.ServiceId;

    public override string RegionEndpointServiceName => SQSService.Description.EndpointPrefix;

    public override string ServiceVersion => SQSService.Description.ApiVersion;

    public override string UserAgent => UserAgentText;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(AwsEndpointResolver.Map(this, parameters.AlternateEndpoint));
}
