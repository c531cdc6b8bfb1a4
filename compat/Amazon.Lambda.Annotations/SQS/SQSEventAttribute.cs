namespace Amazon.Lambda.Annotations.SQS;

[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public class SQSEventAttribute(string queue) : Attribute
{
    private string _resourceName;

    /// <summary>A queue's ARN, or <c>@</c> and the logical id of a queue of the same template.</summary>
    public string Queue { get; set; } = queue;

    /// <summary>When not set: the logical id, or the letters and digits of the queue name in the ARN.</summary>
    public string ResourceName
    {
        get => _resourceName ?? (Queue.StartsWith('@')
            ? Queue[1..]
            : string.Concat(Queue.Split(':', 6)[5].Where(char.IsLetterOrDigit)));
        set => _resourceName = value;
    }

    public bool Enabled { get; set; } = true;

    /// <summary>Messages; 0 when not set.</summary>
    public uint BatchSize { get; set; }

    /// <summary>Seconds; 0 when not set.</summary>
    public uint MaximumBatchingWindowInSeconds { get; set; }

    public string Filters { get; set; }

    /// <summary>Invocations at a time, 2 to 1000; 0 when not set.</summary>
    public uint MaximumConcurrency { get; set; }
}
