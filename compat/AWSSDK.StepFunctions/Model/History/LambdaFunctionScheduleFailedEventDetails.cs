namespace Amazon.StepFunctions.Model;

public partial class LambdaFunctionScheduleFailedEventDetails
{
    public string Cause { get; set; }

    public string Error { get; set; }
}
