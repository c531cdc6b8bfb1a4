namespace Amazon.StepFunctions.Model;

public partial class LambdaFunctionStartFailedEventDetails
{
    public string Cause { get; set; }

    public string Error { get; set; }
}
