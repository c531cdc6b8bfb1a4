namespace Amazon.StepFunctions.Model;

public partial class LambdaFunctionTimedOutEventDetails
{
    public string Cause { get; set; }

    public string Error { get; set; }
}
