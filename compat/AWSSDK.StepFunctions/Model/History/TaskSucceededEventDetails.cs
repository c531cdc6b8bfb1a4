namespace Amazon.StepFunctions.Model;

public partial class TaskSucceededEventDetails
{
    public string Output { get; set; }

    public HistoryEventExecutionDataDetails OutputDetails { get; set; }

    public string Resource { get; set; }

    public string ResourceType { get; set; }
}
