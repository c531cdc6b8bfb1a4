using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hoth.Infra.Tests;

/// <summary>Writes intrinsic functions out, as CloudFormation would in us-gov-west-1: resources stand as their logical ids.</summary>
internal static partial class Intrinsics
{
    public static string Resolve(SynthesizedStack stack, JsonNode? value) => value switch
    {
        null => "",
        JsonValue text => text.ToString(),
        JsonArray items => string.Join(',', items.Select(item => Resolve(stack, item))),
        JsonObject { Count: 1 } call => Call(stack, call.Single().Key, call.Single().Value!),
        _ => throw new InvalidOperationException($"No intrinsic function: {value.ToJsonString()}"),
    };

    private static string Call(SynthesizedStack stack, string function, JsonNode argument) => function switch
    {
        "Ref" => Reference(stack, argument.GetValue<string>()),
        "Fn::GetAtt" => Attribute(stack, argument[0]!.GetValue<string>(), argument[1]!.GetValue<string>()),
        "Fn::Join" => string.Join(argument[0]!.GetValue<string>(), argument[1]!.AsArray().Select(part => Resolve(stack, part))),
        "Fn::Sub" => Placeholder().Replace(argument.GetValue<string>(), match => Reference(stack, match.Groups["name"].Value)),
        _ => throw new InvalidOperationException($"Not known: {function}"),
    };

    private static string Reference(SynthesizedStack stack, string name) => name switch
    {
        "AWS::Partition" => "aws-us-gov",
        "AWS::Region" => "us-gov-west-1",
        "AWS::AccountId" => "123456789012",
        "AWS::URLSuffix" => "amazonaws.com",
        "AWS::StackName" => stack.Options.StackName,
        _ when stack.Template["Resources"]![name] is null => name,
        _ => stack[name] switch
        {
            { Type: "AWS::SQS::Queue" } queue => $"https://sqs.us-gov-west-1.amazonaws.com/123456789012/{queue["QueueName"]}",
            { Type: "AWS::S3::Bucket" or "AWS::DynamoDB::Table" } named => named.Id.ToLowerInvariant(),
            { Type: "AWS::Lambda::Function" } function => function["FunctionName"]!.GetValue<string>(),
            { Type: "AWS::ApiGateway::Stage" } stage => stage["StageName"]!.GetValue<string>(),
            { Type: "AWS::StepFunctions::StateMachine" } machine => $"arn:aws-us-gov:states:us-gov-west-1:123456789012:stateMachine:{machine["StateMachineName"]}",
            { Type: "AWS::SecretsManager::Secret" } secret => $"arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:{secret["Name"]}-AbCdEf",
            var other => other.Id,
        },
    };

    private static string Attribute(SynthesizedStack stack, string id, string attribute) => attribute != "Arn" ? $"{id}.{attribute}" : stack[id] switch
    {
        { Type: "AWS::SQS::Queue" } queue => $"arn:aws-us-gov:sqs:us-gov-west-1:123456789012:{queue["QueueName"]}",
        { Type: "AWS::Lambda::Function" } function => $"arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:{function["FunctionName"]}",
        { Type: "AWS::DynamoDB::Table" } table => $"arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/{table.Id.ToLowerInvariant()}",
        { Type: "AWS::S3::Bucket" } bucket => $"arn:aws-us-gov:s3:::{bucket.Id.ToLowerInvariant()}",
        { Type: "AWS::KMS::Key" } => $"arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/{id}",
        _ => $"{id}.Arn",
    };

    [GeneratedRegex(@"\$\{(?<name>[\w:]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
