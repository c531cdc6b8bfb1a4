namespace Amazon.StepFunctions.Model;

public partial class LoggingConfiguration
{
    public List<LogDestination> Destinations { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public bool? IncludeExecutionData { get; set; }

    public LogLevel Level { get; set; }
}
