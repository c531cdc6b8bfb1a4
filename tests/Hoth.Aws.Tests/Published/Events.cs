using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.SQS.Model;

namespace Hoth.Aws.Tests.Published;

/// <summary>Events as AWS makes them.</summary>
internal static class Events
{
    /// <summary>A request through API Gateway (REST, payload format 1.0).</summary>
    public static JsonObject Proxy(string method, string resource, string path, string? body = null, IReadOnlyDictionary<string, string>? headers = null) => new()
    {
        ["resource"] = resource,
        ["path"] = path,
        ["httpMethod"] = method,
        ["headers"] = JsonSerializer.SerializeToNode(new Dictionary<string, string>(headers ?? new Dictionary<string, string>()) { ["Content-Type"] = "application/json" }),
        ["queryStringParameters"] = null,
        ["pathParameters"] = new JsonObject { ["requestId"] = path.Split('/')[^1] },
        ["requestContext"] = new JsonObject
        {
            ["requestId"] = "published",
            ["stage"] = "test",
            ["resourcePath"] = resource,
            ["path"] = $"/test{path}",
            ["httpMethod"] = method,
            ["domainName"] = "api.example.com",
            ["identity"] = new JsonObject { ["sourceIp"] = "127.0.0.1" },
        },
        ["body"] = body,
        ["isBase64Encoded"] = false,
    };

    /// <summary>A cost request through API Gateway.</summary>
    public static JsonObject PostCostJob(string id, string csp = "csp-a") => Proxy(
        "POST", "/cost-jobs", "/cost-jobs",
        new JsonObject { ["requestId"] = id, ["portfolioId"] = "my-portfolio", ["targetCspName"] = csp, ["startDate"] = "2024-01", ["endDate"] = "2024-03" }.ToJsonString());

    /// <summary>A batch of an SQS event source.</summary>
    public static JsonObject Sqs(IEnumerable<Message> messages) => new() { ["Records"] = new JsonArray([.. messages.Select(Record)]) };

    /// <summary>A rule of EventBridge that went off.</summary>
    public static JsonObject Schedule() => new() { ["source"] = "aws.events", ["detail-type"] = "Scheduled Event", ["detail"] = new JsonObject() };

    private static JsonObject Record(Message message) => new()
    {
        ["messageId"] = message.MessageId,
        ["receiptHandle"] = message.ReceiptHandle,
        ["body"] = message.Body,
        ["md5OfBody"] = message.MD5OfBody,
        ["attributes"] = JsonSerializer.SerializeToNode(message.Attributes ?? []),
        ["messageAttributes"] = new JsonObject((message.MessageAttributes ?? []).Select(attribute => KeyValuePair.Create<string, JsonNode?>(
            attribute.Key,
            new JsonObject { ["stringValue"] = attribute.Value.StringValue, ["stringListValues"] = new JsonArray(), ["binaryListValues"] = new JsonArray(), ["dataType"] = attribute.Value.DataType }))),
        ["eventSource"] = "aws:sqs",
        ["eventSourceARN"] = "arn:aws-us-gov:sqs:us-gov-west-1:000000000000:queue",
        ["awsRegion"] = "us-gov-west-1",
    };
}
