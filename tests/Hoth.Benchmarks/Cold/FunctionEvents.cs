using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Callers;
using Hoth.Functions.Catalog;
using Hoth.Functions.Jobs;
using Hoth.Functions.Provisioning;
using Hoth.Functions.QaRuns;
using Hoth.Functions.Reports;
using Hoth.Jobs;
using Hoth.MockCsp;
using Hoth.Ports;

namespace Hoth.Benchmarks.Cold;

/// <summary>An event for each function of the catalog, as AWS would send it.</summary>
internal static class FunctionEvents
{
    private const string JobId = "cold-1";
    private const string ReportId = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private const string Client = "cold";

    /// <summary>What QA runs may test here.</summary>
    public const string QaTarget = "https://target.example.com";

    private const string QaPackage =
        $$"""{"spec":{"openapi":"3.1.0","info":{"title":"Cold","version":"1"},"paths":{"/things":{"get":{"responses":{"200":{"description":"A list."} } } } } },"baseUrl":"{{QaTarget}}"}""";

    /// <summary>What stands for each path parameter.</summary>
    private static string ParameterOf(FunctionRoute route, string name) =>
        name is "id" ? ReportId
        : name is "planId" ? IdempotencyKey.ToJobId(Client, ReportId, Client)
        : route.Template.StartsWith(JobFunctions.Jobs, StringComparison.Ordinal) ? IdempotencyKey.ToJobId(Client, ReportId, Client)
        : JobId;

    /// <summary>The event of a function.</summary>
    /// <param name="definition">Which one.</param>
    /// <param name="state">Where a queue's function finds its message, and a task its execution.</param>
    /// <param name="csp">The CSP that a request names.</param>
    public static string Of(FunctionDefinition definition, AwsState state, string csp) =>
        definition.Route is { } route ? HttpEvent(route, csp)
        : definition.Queue is { } queue ? QueueEvent(queue.Name, state)
        : definition.Schedule is not null ? """{"source":"aws.events","detail-type":"Scheduled Event","detail":{}}"""
        : definition.Shape == HandlerShape.Authorizer ? """{"type":"REQUEST","methodArn":"arn:aws:execute-api:eu-central-1:000000000000:cold/v1/GET/jobs","headers":{"Authorization":"Bearer cold"}}"""
        : TaskEvent(state.Messages[definition.DeclaringType == typeof(QaRunTaskFunctions) ? Workflows.QaRun : Workflows.Provisioning]);

    /// <summary>The input of a task, which is also that of the execution: as itself, and as the event of an execution that ended carries it.</summary>
    private static string TaskEvent(string input)
    {
        var task = JsonNode.Parse(input)!.AsObject();
        task["detail"] = new JsonObject { ["status"] = "ABORTED", ["input"] = input };
        return task.ToJsonString();
    }

    private static string HttpEvent(FunctionRoute route, string csp)
    {
        var parameter = route.Template.Contains('{') ? route.Template.Split('{', '}')[1] : null;
        var value = parameter is null ? "" : ParameterOf(route, parameter);
        return JsonSerializer.Serialize(new
        {
            resource = route.Template,
            path = route.Template.Replace($"{{{parameter}}}", value),
            httpMethod = route.Method,
            headers = new Dictionary<string, string> { ["Content-Type"] = "application/json", ["Host"] = "api.example.com", ["Idempotency-Key"] = Client },
            pathParameters = parameter is null ? null : new Dictionary<string, string> { [parameter] = value },
            requestContext = new
            {
                requestId = "cold", stage = "v1", resourcePath = route.Template, path = "/v1" + route.Template, httpMethod = route.Method, domainName = "api.example.com",
                authorizer = new { sub = Client, scope = $"{Scopes.ReadReports} {Scopes.WriteReports} {Scopes.ReadQa} {Scopes.WriteQa} {Scopes.RunQa}" },
            },
            body = BodyOf(route, csp),
            isBase64Encoded = false,
        });
    }

    private static string? BodyOf(FunctionRoute route, string csp) =>
        route.Method is "GET" or "DELETE" ? null
        : route.Template.StartsWith(QaRunFunctions.Package, StringComparison.Ordinal) ? route.Method == "PUT" ? QaPackage : null
        : route.Method == "PUT" ? $$"""{"name":"Cold","deliveryTarget":"API_RESPONSE","asynchronous":true,"format":"csv","source":{"kind":"costs","targetCspNames":["{{csp}}"],"portfolioIds":["portfolio-1"],"startDate":"2024-01","endDate":"2024-12"} }"""
        : route.Template.StartsWith(ReportFunctions.Report, StringComparison.Ordinal) || route.Template.StartsWith(JobFunctions.Jobs, StringComparison.Ordinal) ? null
        : route.Template.EndsWith("/acks") ? $$"""{"lease":"00000000000000000000000000","ids":["{{JobId}}"]}"""
        : route.Template == ProvisioningFunctions.Jobs ? $$"""{"jobId":"{{JobId}}","userId":"user-1","portfolioId":"{{DemoPortfolio.Id}}","operationType":"ADD_ENVIRONMENT","targetCspName":"{{csp}}","payload":{"name":"Sandbox","classificationLevel":"UNCLASSIFIED","administrators":[]} }"""
        : $$"""{"requestId":"{{JobId}}","portfolioId":"portfolio-1","targetCspName":"{{csp}}","startDate":"2024-01","endDate":"2024-12"}""";

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

    /// <summary>Answers in a word: the status of an HTTP function, how many messages a queue's function kept, the code of a task, the refusal of an authorizer.</summary>
    public static string Describe(FunctionDefinition definition, string response)
    {
        if (definition.Shape == HandlerShape.Authorizer) return response;
        if (response.EndsWith("has no record.", StringComparison.Ordinal)) return "no record";
        using var answer = JsonDocument.Parse(response);
        return definition.Route is not null ? answer.RootElement.GetProperty("statusCode").GetRawText()
            : definition.Queue is not null ? $"{answer.RootElement.GetProperty("batchItemFailures").GetArrayLength()} kept"
            : answer.RootElement.TryGetProperty("code", out var code) ? code.GetRawText()
            : "done";
    }
}
