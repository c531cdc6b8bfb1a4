using Amazon.Runtime;

namespace Amazon.StepFunctions.Model;

public partial class CreateStateMachineRequest : AmazonStepFunctionsRequest
{
    public string Definition { get; set; }

    public EncryptionConfiguration EncryptionConfiguration { get; set; }

    public LoggingConfiguration LoggingConfiguration { get; set; }

    public string Name { get; set; }

    public bool? Publish { get; set; }

    public string RoleArn { get; set; }

    public List<Tag> Tags { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public TracingConfiguration TracingConfiguration { get; set; }

    public StateMachineType Type { get; set; }

    public string VersionDescription { get; set; }
}

public partial class CreateStateMachineResponse : AmazonWebServiceResponse
{
    public DateTime? CreationDate { get; set; }

    public string StateMachineArn { get; set; }

    public string StateMachineVersionArn { get; set; }
}
