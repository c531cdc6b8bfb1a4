using System.Net;
using System.Net.Http.Headers;

namespace Amazon.Lambda.RuntimeSupport.Client;

/// <summary>The four calls of the Lambda Runtime API, version 2018-06-01.</summary>
internal sealed class RuntimeApi
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue ErrorJson = new("application/vnd.aws.lambda.error+json");

    private readonly HttpClient _http;
    private readonly string _baseUrl;

    /// <exception cref="InvalidOperationException">Neither the option nor <c>AWS_LAMBDA_RUNTIME_API</c> names the API.</exception>
    public RuntimeApi(HttpClient http, string hostAndPort)
    {
        if (string.IsNullOrEmpty(hostAndPort))
        {
            hostAndPort = Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API");
        }

        if (string.IsNullOrEmpty(hostAndPort))
        {
            throw new InvalidOperationException("AWS_LAMBDA_RUNTIME_API is not set: this executable is started by Lambda, or by a test that serves the Runtime API.");
        }

        _http = http;
        _baseUrl = $"http://{hostAndPort}/2018-06-01/runtime";
    }

    /// <summary>The API is on this host: no proxy, and no trace headers of ours.</summary>
    public static HttpClient NewHttpClient() => new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null });

    /// <summary>Waits for the next invocation, for as long as it takes.</summary>
    public async Task<(HttpResponseHeaders Headers, Stream Body)> NextAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_baseUrl}/invocation/next");
        // Not disposed here: the body, buffered in memory, belongs to the invocation.
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        await ThrowIfRefusedAsync(request, response, cancellationToken);
        return (response.Headers, await response.Content.ReadAsStreamAsync(cancellationToken));
    }

    public Task PostResponseAsync(string requestId, Stream body, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{requestId}/response", new StreamContent(body ?? Stream.Null), Json, null, cancellationToken);

    public Task PostInvocationErrorAsync(string requestId, Exception exception, CancellationToken cancellationToken) =>
        PostErrorAsync($"invocation/{requestId}/error", exception, cancellationToken);

    public Task PostInitErrorAsync(Exception exception, CancellationToken cancellationToken) =>
        PostErrorAsync("init/error", exception, cancellationToken);

    private Task PostErrorAsync(string path, Exception exception, CancellationToken cancellationToken) =>
        PostAsync(path, new ByteArrayContent(ErrorReport.ToJson(exception)), ErrorJson, exception.GetType().Name, cancellationToken);

    private async Task PostAsync(string path, HttpContent content, MediaTypeHeaderValue contentType, string errorType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_baseUrl}/{path}") { Content = content };
        content.Headers.ContentType = contentType;
        if (errorType is not null)
        {
            request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        await ThrowIfRefusedAsync(request, response, cancellationToken);
    }

    private static async Task ThrowIfRefusedAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        throw new HttpRequestException(
            response.StatusCode == HttpStatusCode.InternalServerError
                ? "The Lambda Runtime API answered 500: the environment cannot recover and the process has to end."
                : $"The Lambda Runtime API answered {(int)response.StatusCode} to {request.Method} {request.RequestUri?.AbsolutePath}: {body}",
            null,
            response.StatusCode);
    }
}
