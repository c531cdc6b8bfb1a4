namespace Amazon.StepFunctions.Model;

public partial class StateExitedEventDetails
{
    public Dictionary<string, string> AssignedVariables { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public AssignedVariablesDetails AssignedVariablesDetails { get; set; }

    public string Name { get; set; }

    public string Output { get; set; }

    public HistoryEventExecutionDataDetails OutputDetails { get; set; }
}
