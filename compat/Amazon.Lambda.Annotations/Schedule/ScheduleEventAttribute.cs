namespace Amazon.Lambda.Annotations.Schedule;

[AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
public class ScheduleEventAttribute(string schedule) : Attribute
{
    private string _resourceName;

    /// <summary><c>rate(…)</c> or <c>cron(…)</c>.</summary>
    public string Schedule { get; set; } = schedule;

    /// <summary>When not set: the letters and digits of the schedule, or <c>ScheduleEvent</c>.</summary>
    public string ResourceName
    {
        get => _resourceName ?? (string.Concat((Schedule ?? string.Empty).Where(char.IsLetterOrDigit)) is { Length: > 0 } name ? name : "ScheduleEvent");
        set => _resourceName = value;
    }

    public string Description { get; set; }

    public string Input { get; set; }

    public bool Enabled { get; set; } = true;
}
