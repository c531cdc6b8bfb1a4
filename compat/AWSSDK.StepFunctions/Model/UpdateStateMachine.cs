using Amazon.Runtime;

namespace Amazon.StepFunctions.Model;

public partial class UpdateStateMachineRequest : AmazonStepFunctionsRequest
{
    public string Definition { get; set; }

    public EncryptionConfiguration EncryptionConfiguration { get; set; }

    public LoggingConfiguration LoggingConfiguration { get; set; }

    public bool? Publish { get; set; }

    public string RoleArn { get; set; }

    public string StateMachineArn { get; set; }

    public TracingConfiguration TracingConfiguration { get; set; }

    public string VersionDescription { get; set; }
}

public partial class UpdateStateMachineResponse : AmazonWebServiceResponse
{
    public string RevisionId { get; set; }

    public string StateMachineVersionArn { get; set; }

    public DateTime? UpdateDate { get; set; }
}
