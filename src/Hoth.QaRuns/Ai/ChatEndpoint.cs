using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;

namespace Hoth.QaRuns.Ai;

/// <summary>
/// Asks a chat endpoint once, through OpenAI's own client. No redirects, no retries, no cookies; the answer is limited in size and time. What goes wrong is
/// told by its kind alone: endpoints repeat keys and questions in their error messages.
/// </summary>
internal sealed class ChatEndpoint : IDisposable
{
    /// <summary>Bytes of an answer, at most.</summary>
    public const int LargestAnswer = 256 * 1024;

    private readonly AiSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly ChatClient _chat;

    public ChatEndpoint(AiSettings settings, TimeProvider time)
    {
        if (settings.Mistake() is { } mistake) throw new AiException(mistake);
        (_settings, _time) = (settings, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // Loopback is not the proxy's.
            UseProxy = settings.BaseUrl.Scheme == Uri.UriSchemeHttps,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ActivityHeadersPropagator = null,
        };
        _http = new HttpClient(new CappedHandler(handler, LargestAnswer)) { Timeout = Timeout.InfiniteTimeSpan };
        _chat = new ChatClient(settings.Model, new ApiKeyCredential(settings.ApiKey), new OpenAIClientOptions
        {
            Endpoint = settings.BaseUrl,
            Transport = new HttpClientPipelineTransport(_http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            // Ours comes first: it goes by the injected clock.
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        });
    }

    /// <summary>The text of the answer.</summary>
    /// <exception cref="AiException">There was none that can be used.</exception>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    public async Task<string> AskAsync(string instructions, string question, BinaryData answerSchema, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(_settings.TimeoutSeconds), _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("proposals", answerSchema, jsonSchemaIsStrict: true) };
            ChatMessage[] messages = [new SystemChatMessage(instructions), new UserChatMessage(question)];
            ChatCompletion answer = await _chat.CompleteChatAsync(messages, options, both.Token);
            if (answer.FinishReason == ChatFinishReason.Length) throw new AiException("the answer was cut off at the model's limit");
            return string.Concat(answer.Content.Select(part => part.Text)) is { Length: > 0 } text ? text : throw new AiException("the answer is empty, or a refusal");
        }
        catch (Exception e) when (e is not AiException && !cancellationToken.IsCancellationRequested)
        {
            // The client has no closed list of what it throws at answers that are not as it expects.
            throw patience.IsCancellationRequested ? new AiException($"there was no answer in {_settings.TimeoutSeconds} s") : Explain(e);
        }
    }

    public void Dispose() => _http.Dispose();

    private static AiException Explain(Exception e) => e switch
    {
        ClientResultException { Status: 401 or 403 } refused => new AiException($"the key was refused ({refused.Status})"),
        ClientResultException { Status: >= 300 } answered => new AiException($"the endpoint answered {answered.Status}"),
        ClientResultException or HttpRequestException or IOException => new AiException("the endpoint could not be reached, or the connection broke"),
        _ => new AiException("the answer is not what the protocol says"),
    };
}

/// <summary>Reads answers whole, up to a size.</summary>
internal sealed class CappedHandler(HttpMessageHandler inner, int most) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            var body = await CappedContent.ReadAsync(response.Content, most, cancellationToken) ?? throw new AiException($"the answer has more than {most / 1024} KiB");
            var content = new ByteArrayContent(body);
            foreach (var header in response.Content.Headers.NonValidated) content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            response.Content.Dispose();
            response.Content = content;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
