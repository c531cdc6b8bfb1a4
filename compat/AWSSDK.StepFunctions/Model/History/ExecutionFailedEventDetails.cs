namespace Amazon.StepFunctions.Model;

public partial class ExecutionFailedEventDetails
{
    public string Cause { get; set; }

    public string Error { get; set; }
}
