namespace Amazon.StepFunctions.Model;

public partial class TaskStartedEventDetails
{
    public string Resource { get; set; }

    public string ResourceType { get; set; }
}
