namespace Amazon.StepFunctions.Model;

public partial class LambdaFunctionScheduledEventDetails
{
    public string Input { get; set; }

    public HistoryEventExecutionDataDetails InputDetails { get; set; }

    public string Resource { get; set; }

    public TaskCredentials TaskCredentials { get; set; }

    public long? TimeoutInSeconds { get; set; }
}
