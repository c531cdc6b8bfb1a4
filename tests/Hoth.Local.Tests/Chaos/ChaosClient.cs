using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Hoth.Local.Tests.Chaos;

/// <summary>A client as ServiceNow is one: what got no answer is asked again, against the same URL, until there is one.</summary>
internal sealed class ChaosClient(SupervisedHost host) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = host.Address, Timeout = ChaosRun.Patience };

    /// <summary>Posts until it is answered.</summary>
    public Task<Answer> PostAsync(string path, string json) => SendAsync(() =>
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
    });

    /// <summary>Gets until it is answered.</summary>
    public Task<Answer> GetAsync(string path, string? prefer = null) => SendAsync(() =>
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (prefer is not null) request.Headers.Add("Prefer", prefer);
        return request;
    });

    public void Dispose() => _http.Dispose();

    private async Task<Answer> SendAsync(Func<HttpRequestMessage> make)
    {
        while (true)
        {
            var instance = host.Current;
            try
            {
                using var request = make();
                using var response = await _http.SendAsync(request);
                return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
            }
            catch (HttpRequestException)
            {
                // Only a kill may cost an answer: if that life goes on, this wait ends in a TimeoutException and fails the test.
                await instance.Successor.Task.WaitAsync(ChaosRun.Patience, TimeProvider.System);
            }
        }
    }

    /// <summary>An answer, read whole.</summary>
    internal sealed record Answer(HttpStatusCode Status, string Body, HttpResponseHeaders Headers)
    {
        /// <summary>The JSON of an answer with 200.</summary>
        public JsonElement Json()
        {
            Status.ShouldBe(HttpStatusCode.OK, Body);
            return JsonSerializer.Deserialize<JsonElement>(Body);
        }

        /// <summary>A header's value, or null.</summary>
        public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
    }
}
