using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Tests.Runs;

/// <summary>A CSP with a fault: it stands between a run and a correct CSP and changes what goes through.</summary>
internal sealed class Mutant(Func<MutantCall, Task<HttpResponseMessage>> serve, HttpMessageHandler next) : DelegatingHandler(next)
{
    private readonly HttpMessageInvoker _http = new(next, disposeHandler: false);

    /// <summary>The last token that was given out with all scopes.</summary>
    public string? Token { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath[("/" + TestRun.Csp).Length..];
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        if (path == "/oauth2/token")
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (!body!.Contains("scope", StringComparison.Ordinal)) Token = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["access_token"]!.GetValue<string>();
            return answer;
        }

        var operation = TestRun.Spec.Operations.Where(o => o.Method == request.Method.Method && ResourcePath.Match(o.Path, path) is not null).OrderBy(o => o.Path.Count(c => c == '{')).FirstOrDefault();
        return await serve(new MutantCall(this, request, operation, operation is null ? new Dictionary<string, string>() : ResourcePath.Match(operation.Path, path)!, body, cancellationToken));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _http.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Asks the CSP itself.</summary>
    public async Task<HttpResponseMessage> AskAsync(MutantCall call, Uri address, string? body, string? token)
    {
        var copy = new HttpRequestMessage(call.Request.Method, address);
        foreach (var header in call.Request.Headers.NonValidated.Where(h => token is null || h.Key != "Authorization")) copy.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string>)header.Value);
        if (token is not null) copy.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
        {
            copy.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            copy.Content.Headers.ContentType = call.Request.Content?.Headers.ContentType ?? new MediaTypeHeaderValue("application/json");
        }

        return await _http.SendAsync(copy, call.CancellationToken);
    }
}

/// <summary>A request on its way to the CSP.</summary>
internal sealed record MutantCall(Mutant Mutant, HttpRequestMessage Request, ApiOperation? Operation, IReadOnlyDictionary<string, string> Path, string? Body, CancellationToken CancellationToken)
{
    public string Id => Operation?.Id ?? "";

    public JsonNode? Json
    {
        get
        {
            try
            {
                return Body is null ? null : JsonNode.Parse(Body);
            }
            catch (System.Text.Json.JsonException)
            {
                return null;
            }
        }
    }

    public string? Query(string name) => System.Web.HttpUtility.ParseQueryString(Request.RequestUri!.Query)[name];

    /// <summary>The CSP's own answer, to the request as it is or changed.</summary>
    public Task<HttpResponseMessage> PassAsync(string? body = null, string? token = null, Func<string, string>? address = null) =>
        Mutant.AskAsync(this, address is null ? Request.RequestUri! : new Uri(address(Request.RequestUri!.AbsoluteUri)), body ?? Body, token);

    /// <summary>The CSP's answer with another body where it is JSON.</summary>
    public async Task<HttpResponseMessage> PassAsync(Action<HttpResponseMessage, JsonNode> change)
    {
        var answer = await PassAsync();
        if (answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) != true) return answer;
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(CancellationToken))!;
        var type = answer.Content.Headers.ContentType;
        change(answer, json);
        answer.Content = new StringContent(json.ToJsonString(), type);
        return answer;
    }

    /// <summary>An answer of the mutant's own.</summary>
    public static Task<HttpResponseMessage> Answer(int status, string? json = null, string type = "application/problem+json") => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status)
    {
        Content = json is null ? new ByteArrayContent([]) : new StringContent(json, new MediaTypeHeaderValue(type)),
    });

    /// <summary>A refusal as the specification has it.</summary>
    public static async Task<HttpResponseMessage> Problem(int status)
    {
        var answer = await Answer(status, $$"""{"type":"about:blank","title":"No","status":{{status}},"detail":"No."}""");
        if (status is 401 or 403) answer.Headers.TryAddWithoutValidation("WWW-Authenticate", "Bearer");
        return answer;
    }
}
