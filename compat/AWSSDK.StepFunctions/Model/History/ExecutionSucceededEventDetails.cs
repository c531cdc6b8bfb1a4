namespace Amazon.StepFunctions.Model;

public partial class ExecutionSucceededEventDetails
{
    public string Output { get; set; }

    public HistoryEventExecutionDataDetails OutputDetails { get; set; }
}
