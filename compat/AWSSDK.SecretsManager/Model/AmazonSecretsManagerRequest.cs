using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Base of every request of this service.</summary>
public partial class AmazonSecretsManagerRequest : AmazonWebServiceRequest;
