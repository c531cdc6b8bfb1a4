using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hoth.Local.StateMachines.Model;
using Hoth.Local.StateMachines.Paths;

namespace Hoth.Local.StateMachines.Loading;

/// <summary>Reads a Task state: one that invokes a Lambda function. https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html</summary>
internal sealed partial class TaskReader(FieldReader fields)
{
    private const double MaximumSeconds = 99_999_999;

    public TaskState Read(string name)
    {
        if (!LambdaInvoke().IsMatch(fields.RequiredText("Resource")))
        {
            fields.Report("Resource", "must be arn:<partition>:states:::lambda:invoke");
        }

        CheckParameters();
        return new TaskState(name)
        {
            Parameters = TemplateReader.Read(fields, "Parameters"),
            TimeoutSeconds = fields.Either(
                "TimeoutSeconds", () => fields.Number("TimeoutSeconds", 1, MaximumSeconds) is { } number ? new Expression.Constant(number) : null),
        };
    }

    /// <summary>The names are those of Lambda's Invoke action. InvocationType would make the call asynchronous.</summary>
    private void CheckParameters()
    {
        if (!fields.TryTake("Parameters", out var value) || value is not JsonObject parameters)
        {
            fields.Report("Parameters", "is missing");
            return;
        }

        var names = parameters.Select(member => member.Key).ToList();
        foreach (var name in names.Except(["FunctionName", "FunctionName.$", "Payload", "Payload.$"], StringComparer.Ordinal))
        {
            fields.Report($"Parameters.{name}", "is not supported: FunctionName and Payload are");
        }

        if (!names.Contains("FunctionName") && !names.Contains("FunctionName.$"))
        {
            fields.Report("Parameters.FunctionName", "is missing");
        }
    }

    [GeneratedRegex(@"\Aarn:[a-z-]+:states:::lambda:invoke\z")]
    private static partial Regex LambdaInvoke();
}
