using System.Text.Json;
using Hoth.Functions.Catalog;
using Hoth.Functions.Costs;
using Hoth.Ports;

namespace Hoth.Benchmarks.Cold;

/// <summary>An event for each function of the catalog, as AWS would send it.</summary>
internal static class FunctionEvents
{
    private const string JobId = "cold-1";

    /// <summary>True for the functions that there is an event for: those of cost jobs and the sweeper. Provisioning's need a job of their own first.</summary>
    public static bool Has(FunctionDefinition definition) =>
        definition.Route is { } route ? route.Template.StartsWith(CostFunctions.Jobs, StringComparison.Ordinal)
        : definition.Queue is { } queue ? queue.Name == Queues.CostRequests
        : definition.Schedule is not null;

    /// <summary>The event of a function.</summary>
    /// <param name="definition">Which one.</param>
    /// <param name="state">Where a queue's function finds its message.</param>
    public static string Of(FunctionDefinition definition, AwsState state) =>
        definition.Route is { } route ? HttpEvent(route)
        : definition.Queue is { } queue ? QueueEvent(queue.Name, state)
        : """{"source":"aws.events","detail-type":"Scheduled Event","detail":{}}""";

    private static string HttpEvent(FunctionRoute route) => JsonSerializer.Serialize(new
    {
        resource = route.Template,
        path = route.Template.Replace("{requestId}", JobId),
        httpMethod = route.Method,
        headers = new Dictionary<string, string> { ["Content-Type"] = "application/json", ["Host"] = "api.example.com" },
        pathParameters = route.Template.Contains('{') ? new Dictionary<string, string> { ["requestId"] = JobId } : null,
        requestContext = new { requestId = "cold", stage = "v1", resourcePath = route.Template, path = "/v1" + route.Template, httpMethod = route.Method, domainName = "api.example.com" },
        body = route.Method == "GET" ? null : BodyOf(route),
        isBase64Encoded = false,
    });

    private static string BodyOf(FunctionRoute route) => route.Template.EndsWith("/acks")
        ? $$"""{"lease":"00000000000000000000000000","ids":["{{JobId}}"]}"""
        : $$"""{"requestId":"{{JobId}}","portfolioId":"portfolio-1","targetCspName":"{{ColdBenchmark.Csp}}","startDate":"2024-01","endDate":"2024-12"}""";

    private static string QueueEvent(string queue, AwsState state) => JsonSerializer.Serialize(new
    {
        Records = new[]
        {
            new
            {
                messageId = "cold",
                receiptHandle = "cold",
                body = state.Messages[queue],
                attributes = new Dictionary<string, string> { ["ApproximateReceiveCount"] = "1", ["SentTimestamp"] = "1700000000000" },
                messageAttributes = new Dictionary<string, object>(),
                eventSource = "aws:sqs",
                eventSourceARN = $"arn:aws:sqs:eu-central-1:000000000000:{queue}",
                awsRegion = "eu-central-1",
            },
        },
    });

    /// <summary>Answers in a word: the status of an HTTP function, how many messages a queue's function kept.</summary>
    public static string Describe(FunctionDefinition definition, string response)
    {
        using var answer = JsonDocument.Parse(response);
        return definition.Route is not null ? answer.RootElement.GetProperty("statusCode").GetRawText()
            : definition.Queue is not null ? $"{answer.RootElement.GetProperty("batchItemFailures").GetArrayLength()} kept"
            : "done";
    }
}
