using Hoth.Ports;

namespace Hoth.Aws.Tests;

/// <summary>Environment variables of a function that lacks nothing.</summary>
internal static class CompleteSettings
{
    public static Dictionary<string, string> Variables(Func<string, string>? urlOf = null)
    {
        var variables = new Dictionary<string, string>
        {
            [AwsSettings.TableVariable] = "hoth",
            [AwsSettings.BucketVariable] = "hoth-artifacts",
            ["AWS_REGION"] = "us-gov-west-1",
        };
        foreach (var queue in Queues.All.SelectMany(q => new[] { q.Name, Queues.DeadLetter(q.Name) }))
        {
            variables[AwsSettings.QueueVariable(queue)] = urlOf?.Invoke(queue) ?? $"https://sqs.example/1/{queue}";
        }

        foreach (var workflow in Workflows.All)
        {
            variables[AwsSettings.StateMachineVariable(workflow)] = $"arn:aws-us-gov:states:us-gov-west-1:123456789012:stateMachine:{workflow}";
        }

        return variables;
    }
}
