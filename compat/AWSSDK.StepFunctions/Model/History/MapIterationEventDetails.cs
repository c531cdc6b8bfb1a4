namespace Amazon.StepFunctions.Model;

public partial class MapIterationEventDetails
{
    public int? Index { get; set; }

    public string Name { get; set; }
}
