using System.Collections.Concurrent;
using System.Text.Json;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hoth.Aws.Tests.Compat;

/// <summary>Plays one AWS service on a loopback port: keeps the requests and answers what the test says, in order, the last one again and again.</summary>
public sealed class AwsStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Queue<StubAnswer> _answers;
    private readonly ConcurrentQueue<StubRequest> _requests = new();

    private AwsStub(WebApplication app, IEnumerable<StubAnswer> answers) => (_app, _answers) = (app, new(answers));

    public static AWSCredentials Credentials { get; } = new BasicAWSCredentials("AKIDTEST", "secret");

    public string Url => _app.Urls.First();

    public IReadOnlyList<StubRequest> Requests => [.. _requests];

    public static async Task<AwsStub> StartAsync(params StubAnswer[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new AwsStub(app, answers);
        app.Run(stub.AnswerAsync);
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _requests.Enqueue(new StubRequest(http.Request.Method, http.Request.Path, headers, await reader.ReadToEndAsync()));
        StubAnswer answer;
        lock (_answers)
        {
            answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
        }

        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/x-amz-json-1.0";
        http.Response.Headers["x-amzn-RequestId"] = "stub-request";
        if (answer.QueryError is not null)
        {
            http.Response.Headers["x-amzn-query-error"] = answer.QueryError;
        }

        await http.Response.WriteAsync(answer.Body);
    }
}

public sealed record StubRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);
}

/// <param name="QueryError">The header x-amzn-query-error.</param>
public sealed record StubAnswer(string Body, int Status = 200, string? QueryError = null);
