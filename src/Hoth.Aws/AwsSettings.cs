using System.Text;
using Hoth.Ports;

namespace Hoth.Aws;

/// <summary>What the functions are told by environment variables: names of the resources, never secrets.</summary>
public sealed class AwsSettings
{
    /// <summary>Environment variable: the name of the one DynamoDB table.</summary>
    public const string TableVariable = "HOTH_TABLE";

    /// <summary>Environment variable: the name of the S3 bucket for artifacts.</summary>
    public const string BucketVariable = "HOTH_ARTIFACT_BUCKET";

    private AwsSettings(
        string region, string table, string bucket, IReadOnlyDictionary<string, string> queueUrls, IReadOnlyDictionary<string, string> stateMachineArns, bool customEndpoint)
    {
        Region = region;
        StateMachineArns = stateMachineArns;
        Table = table;
        Bucket = bucket;
        QueueUrls = queueUrls;
        CustomEndpoint = customEndpoint;
    }

    /// <summary>The AWS region, from AWS_REGION or AWS_DEFAULT_REGION.</summary>
    public string Region { get; }

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
        var table = Required(variable, TableVariable, IsTable, "a DynamoDB table's name", violations);
        var bucket = Required(variable, BucketVariable, IsBucket, "an S3 bucket's name", violations);
        var urls = Queues.All
            .SelectMany(queue => new[] { queue.Name, Queues.DeadLetter(queue.Name) })
            .ToDictionary(queue => queue, queue => Required(variable, QueueVariable(queue), IsUrl, "the queue's absolute URL", violations));
        var arns = Workflows.All.ToDictionary(
            workflow => workflow, workflow => Required(variable, StateMachineVariable(workflow), IsArn, "the state machine's ARN", violations));
        var region = variable("AWS_REGION") is { Length: > 0 } name ? name : variable("AWS_DEFAULT_REGION");
        if (string.IsNullOrEmpty(region)) violations.Add("AWS_REGION is not set.");

        return violations.Count > 0
            ? throw new AwsSettingsException(violations)
            : new AwsSettings(region!, table, bucket, urls, arns, variable("AWS_ENDPOINT_URL") is { Length: > 0 } || variable("AWS_ENDPOINT_URL_S3") is { Length: > 0 });
    }

    private static string Required(Func<string, string?> variable, string name, Func<string, bool> isRight, string what, List<string> violations)
    {
        var value = variable(name);
        if (string.IsNullOrEmpty(value))
        {
            violations.Add($"{name} is not set: {what}.");
        }
        else if (!isRight(value))
        {
            violations.Add($"{name} is not {what}.");
        }

        return value ?? "";
    }

    // No regular expressions here: building one, even a generated one that does not backtrack, costs every cold start many milliseconds.
    private static bool IsTable(string value) => value.Length is >= 3 and <= 255 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static bool IsBucket(string value) =>
        value.Length is >= 3 and <= 63 && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-') && char.IsAsciiLetterOrDigit(value[0]) && char.IsAsciiLetterOrDigit(value[^1]);

    private static bool IsArn(string value) =>
        value.Split(':') is ["arn", { Length: > 0 } partition, "states", { Length: > 0 }, { Length: 12 } account, "stateMachine", { Length: > 0 }]
        && partition.All(c => char.IsAsciiLetterLower(c) || c == '-') && account.All(char.IsAsciiDigit) && !value.Any(char.IsWhiteSpace);

    private static bool IsUrl(string value) =>
        !value.Any(char.IsWhiteSpace) && Uri.TryCreate(value, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) && url.AbsolutePath.Length > 1;
}
