namespace Amazon.StepFunctions.Model;

public partial class ExecutionTimedOutEventDetails
{
    public string Cause { get; set; }

    public string Error { get; set; }
}
