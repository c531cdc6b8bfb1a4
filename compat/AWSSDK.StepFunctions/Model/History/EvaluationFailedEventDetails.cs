namespace Amazon.StepFunctions.Model;

public partial class EvaluationFailedEventDetails
{
    public string Cause { get; set; }

    public string Error { get; set; }

    public string Location { get; set; }

    public string State { get; set; }
}
