using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using Hoth.Compat;

namespace Amazon.StepFunctions;

public partial class AmazonStepFunctionsConfig : ClientConfig
{
    private static readonly string UserAgentText = InternalSDKUtils.BuildUserAgentString(AwsJsonService.Version);

    public AmazonStepFunctionsConfig()
        : base(AwsDefaults.Provider)
    {
        // The service id is what makes AWS_ENDPOINT_URL_SFN and service sections of profiles count.
        base.ServiceId = StepFunctionsService.Description.ServiceId;
        AuthenticationServiceName = StepFunctionsService.Description.EndpointPrefix;
        EndpointProvider = StepFunctionsService.Endpoints;
    }

    public static new string ServiceId => StepFunctionsService.Description.ServiceId;

    public override string RegionEndpointServiceName => StepFunctionsService.Description.EndpointPrefix;

    public override string ServiceVersion => StepFunctionsService.Description.ApiVersion;

    public override string UserAgent => UserAgentText;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(AwsEndpointResolver.Map(this, parameters.AlternateEndpoint));
}
