namespace Amazon.StepFunctions.Model;

public partial class TracingConfiguration
{
    public bool? Enabled { get; set; }
}
