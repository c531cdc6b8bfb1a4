using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hoth.Benchmarks.Cold;

/// <summary>
/// Plays DynamoDB, SQS, Step Functions and Secrets Manager on a loopback port with the least that the SDK takes for an answer, at once: items are kept
/// by key without any condition, a queue keeps its last message. What a function does can be put back, so that each start finds the same.
/// </summary>
internal sealed class AwsStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private AwsState _state = AwsState.Empty;

    private AwsStub(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Everything that is in there.</summary>
    public AwsState State
    {
        get => Volatile.Read(ref _state);
        set => Volatile.Write(ref _state, value);
    }

    /// <summary>The URL of a queue.</summary>
    public Uri QueueUrl(string queue) => new(Address, $"/000000000000/{queue}");

    public static async Task<AwsStub> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new AwsStub(app);
        app.Run(stub.AnswerAsync);
        await app.StartAsync(cancellationToken);
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        // DynamoDB_20120810.PutItem, AmazonSQS.SendMessage, secretsmanager.GetSecretValue
        var operation = http.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1];
        using var request = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        var answer = Answer(operation, request.RootElement);
        if (answer is null) http.Response.StatusCode = StatusCodes.Status400BadRequest;
        var body = Encoding.UTF8.GetBytes((answer ?? new JsonObject { ["__type"] = "UnknownOperationException", ["message"] = operation }).ToJsonString());
        http.Response.ContentType = "application/x-amz-json-1.0";
        http.Response.Headers["x-amzn-RequestId"] = "stub";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>Null when the operation is not known.</summary>
    private JsonObject? Answer(string operation, JsonElement request) => operation switch
    {
        "PutItem" => Put(request.GetProperty("Item")),
        "GetItem" => State.Items.TryGetValue(KeyOf(request.GetProperty("Key")), out var item) ? new() { ["Item"] = JsonNode.Parse(item) } : [],
        "TransactWriteItems" => PutAll(request.GetProperty("TransactItems")),
        "DeleteItem" => [],
        "Query" => new() { ["Count"] = 0, ["ScannedCount"] = 0, ["Items"] = new JsonArray() },
        "SendMessage" => Send(QueueOf(request), request.GetProperty("MessageBody").GetString()!),
        "ReceiveMessage" => Receive(QueueOf(request)),
        "DeleteMessageBatch" => new() { ["Successful"] = new JsonArray([.. request.GetProperty("Entries").EnumerateArray().Select(e => new JsonObject { ["Id"] = e.GetProperty("Id").GetString() })]), ["Failed"] = new JsonArray() },
        "ChangeMessageVisibility" => [],
        "StartExecution" => StartExecution(request.GetProperty("stateMachineArn").GetString()!, request.GetProperty("input").GetString()!),
        "GetSecretValue" => new() { ["Name"] = request.GetProperty("SecretId").GetString(), ["SecretString"] = """{"clientId":"hoth","clientSecret":"mock-secret"}""" },
        _ => null,
    };

    private JsonObject Put(JsonElement item)
    {
        State = State.WithItem(KeyOf(item), item.GetRawText());
        return [];
    }

    private JsonObject PutAll(JsonElement writes)
    {
        foreach (var write in writes.EnumerateArray())
        {
            if (write.TryGetProperty("Put", out var put)) Put(put.GetProperty("Item"));
        }

        return [];
    }

    private JsonObject Send(string queue, string body)
    {
        State = State.WithMessage(queue, body);
        return new() { ["MessageId"] = "stub", ["MD5OfMessageBody"] = Md5Of(body) };
    }

    private JsonObject StartExecution(string machine, string input)
    {
        State = State.WithMessage(machine.Split(':')[^1], input);
        return new() { ["executionArn"] = machine.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal) + ":stub", ["startDate"] = 1700000000 };
    }

    private JsonObject Receive(string queue) => !State.Messages.TryGetValue(queue, out var body) ? [] : new()
    {
        ["Messages"] = new JsonArray(new JsonObject
        {
            ["MessageId"] = "stub",
            ["ReceiptHandle"] = "stub",
            ["Body"] = body,
            ["MD5OfBody"] = Md5Of(body),
            ["Attributes"] = new JsonObject { ["ApproximateReceiveCount"] = "1", ["SentTimestamp"] = "1700000000000" },
        }),
    };

    private static string KeyOf(JsonElement item) => item.GetProperty("pk").GetProperty("S").GetString()! + (item.TryGetProperty("sk", out var sort) ? " " + sort.GetProperty("S").GetString() : "");

    private static string QueueOf(JsonElement request) => request.GetProperty("QueueUrl").GetString()!.Split('/')[^1];

    // What SQS answers with; it protects nothing here.
#pragma warning disable CA5351
    private static string Md5Of(string body) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));
#pragma warning restore CA5351
}
