namespace Amazon.StepFunctions.Model;

public partial class LambdaFunctionSucceededEventDetails
{
    public string Output { get; set; }

    public HistoryEventExecutionDataDetails OutputDetails { get; set; }
}
