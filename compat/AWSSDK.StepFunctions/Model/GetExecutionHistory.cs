using Amazon.Runtime;

namespace Amazon.StepFunctions.Model;

public partial class GetExecutionHistoryRequest : AmazonStepFunctionsRequest
{
    public string ExecutionArn { get; set; }

    public bool? IncludeExecutionData { get; set; }

    public int? MaxResults { get; set; }

    public string NextToken { get; set; }

    public bool? ReverseOrder { get; set; }
}

public partial class GetExecutionHistoryResponse : AmazonWebServiceResponse
{
    public List<HistoryEvent> Events { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public string NextToken { get; set; }
}
