using System.Text;
using System.Text.RegularExpressions;
using Hoth.Ports;

namespace Hoth.Aws;

/// <summary>What the functions are told by environment variables: names of the resources, never secrets.</summary>
public sealed partial class AwsSettings
{
    /// <summary>Environment variable: the name of the one DynamoDB table.</summary>
    public const string TableVariable = "HOTH_TABLE";

    /// <summary>Environment variable: the name of the S3 bucket for artifacts.</summary>
    public const string BucketVariable = "HOTH_ARTIFACT_BUCKET";

    private AwsSettings(
        string table, string bucket, IReadOnlyDictionary<string, string> queueUrls, IReadOnlyDictionary<string, string> stateMachineArns, bool customEndpoint)
    {
        StateMachineArns = stateMachineArns;
        Table = table;
        Bucket = bucket;
        QueueUrls = queueUrls;
        CustomEndpoint = customEndpoint;
    }

    /// <summary>The table.</summary>
    public string Table { get; }

    /// <summary>The bucket.</summary>
    public string Bucket { get; }

    /// <summary>Logical name of each of <see cref="Queues.All"/> and of its dead-letter queue → URL.</summary>
    public IReadOnlyDictionary<string, string> QueueUrls { get; }

    /// <summary>Logical name of each of <see cref="Workflows.All"/> → ARN.</summary>
    public IReadOnlyDictionary<string, string> StateMachineArns { get; }

    /// <summary>AWS_ENDPOINT_URL or AWS_ENDPOINT_URL_S3 is set: buckets are then named in the path, since host names below that endpoint need not exist.</summary>
    public bool CustomEndpoint { get; }

    /// <summary>The environment variable with the URL of a queue: <c>CostRequestQueue</c> → <c>HOTH_QUEUE_COST_REQUEST_QUEUE_URL</c>.</summary>
    public static string QueueVariable(string queue)
    {
        var name = new StringBuilder("HOTH_QUEUE");
        foreach (var c in queue)
        {
            name.Append(char.IsAsciiLetterUpper(c) ? "_" : "").Append(char.ToUpperInvariant(c));
        }

        return name.Append("_URL").ToString();
    }

    /// <summary>The environment variable with the ARN of a state machine: <c>provisioning</c> → <c>HOTH_STATE_MACHINE_PROVISIONING_ARN</c>.</summary>
    public static string StateMachineVariable(string workflow) => $"HOTH_STATE_MACHINE_{workflow.ToUpperInvariant().Replace('-', '_')}_ARN";

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="variable">Looks an environment variable up.</param>
    /// <exception cref="AwsSettingsException">Something is missing or wrong; names every violation.</exception>
    public static AwsSettings Read(Func<string, string?> variable)
    {
        var violations = new List<string>();
        var table = Required(variable, TableVariable, TablePattern(), "a DynamoDB table's name", violations);
        var bucket = Required(variable, BucketVariable, BucketPattern(), "an S3 bucket's name", violations);
        var urls = Queues.All
            .SelectMany(queue => new[] { queue.Name, Queues.DeadLetter(queue.Name) })
            .ToDictionary(queue => queue, queue => Required(variable, QueueVariable(queue), UrlPattern(), "the queue's absolute URL", violations));
        var arns = Workflows.All.ToDictionary(
            workflow => workflow, workflow => Required(variable, StateMachineVariable(workflow), ArnPattern(), "the state machine's ARN", violations));
        if (string.IsNullOrEmpty(variable("AWS_REGION")) && string.IsNullOrEmpty(variable("AWS_DEFAULT_REGION")))
        {
            violations.Add("AWS_REGION is not set.");
        }

        return violations.Count > 0
            ? throw new AwsSettingsException(violations)
            : new AwsSettings(table, bucket, urls, arns, variable("AWS_ENDPOINT_URL") is { Length: > 0 } || variable("AWS_ENDPOINT_URL_S3") is { Length: > 0 });
    }

    private static string Required(Func<string, string?> variable, string name, Regex pattern, string what, List<string> violations)
    {
        var value = variable(name);
        if (string.IsNullOrEmpty(value))
        {
            violations.Add($"{name} is not set: {what}.");
        }
        else if (!pattern.IsMatch(value))
        {
            violations.Add($"{name} is not {what}.");
        }

        return value ?? "";
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{3,255}\z", RegexOptions.NonBacktracking)]
    private static partial Regex TablePattern();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z", RegexOptions.NonBacktracking)]
    private static partial Regex BucketPattern();

    [GeneratedRegex(@"\Aarn:[a-z-]+:states:[^\s:]+:\d{12}:stateMachine:[^\s:]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex ArnPattern();

    [GeneratedRegex(@"\Ahttps?://[^\s/]+/\S+\z", RegexOptions.NonBacktracking)]
    private static partial Regex UrlPattern();
}
