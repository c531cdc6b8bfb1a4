namespace Amazon.StepFunctions.Model;

public partial class HistoryEventExecutionDataDetails
{
    public bool? Truncated { get; set; }
}
