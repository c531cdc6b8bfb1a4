namespace Amazon.StepFunctions.Model;

public partial class LogDestination
{
    public CloudWatchLogsLogGroup CloudWatchLogsLogGroup { get; set; }
}
