using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using Hoth.Compat;

namespace Amazon.SecretsManager;

public partial class AmazonSecretsManagerConfig : ClientConfig
{
    private static readonly string UserAgentText = InternalSDKUtils.BuildUserAgentString(AwsJsonService.Version);

    public AmazonSecretsManagerConfig()
        : base(AwsDefaults.Provider)
    {
        // The service id is what makes AWS_ENDPOINT_URL_SECRETS_MANAGER and service sections of profiles count.
        base.ServiceId = SecretsManagerService.Description.ServiceId;
        AuthenticationServiceName = SecretsManagerService.Description.EndpointPrefix;
        EndpointProvider = SecretsManagerService.Endpoints;
    }

    public static new string ServiceId => SecretsManagerService.Description.ServiceId;

    public override string RegionEndpointServiceName => SecretsManagerService.Description.EndpointPrefix;

    public override string ServiceVersion => SecretsManagerService.Description.ApiVersion;

    public override string UserAgent => UserAgentText;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(AwsEndpointResolver.Map(this, parameters.AlternateEndpoint));
}
