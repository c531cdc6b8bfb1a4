using Amazon.Runtime;

namespace Amazon.SQS.Model;

/// <summary>Base of every request of this service.</summary>
public partial class AmazonSQSRequest : AmazonWebServiceRequest;
