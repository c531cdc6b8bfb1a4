using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hoth.Functions.Catalog;
using Hoth.Local.CommandLine;
using Hoth.Local.Hosting;
using Hoth.Local.Tests.Storage;
using Hoth.MockCsp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hoth.Local.Tests.Host;

/// <summary>A host in this process, on a free port, with a data directory of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly TemporaryDirectory? _directory;

    private TestHost(LocalHost host, TemporaryDirectory? directory)
    {
        Host = host;
        _directory = directory;
        Http = new HttpClient { BaseAddress = host.Address };
    }

    public LocalHost Host { get; }

    public HttpClient Http { get; }

    public static async Task<TestHost> StartAsync(
        TimeProvider? time = null, FunctionCatalog? catalog = null, MockCspOptions? mock = null, string? dataDirectory = null, Func<LocalOptions, LocalOptions>? options = null)
    {
        var directory = dataDirectory is null ? new TemporaryDirectory() : null;
        var setup = new LocalHostSetup
        {
            Options = (options ?? (o => o))(new LocalOptions { Url = new Uri("http://127.0.0.1:0"), DataDirectory = dataDirectory ?? directory!.Path }),
            LoggerFactory = NullLoggerFactory.Instance,
            Time = time ?? TimeProvider.System,
            Catalog = catalog ?? FunctionCatalog.Create(),
            Mock = mock ?? new MockCspOptions(),
        };
        return new TestHost(await LocalHost.StartAsync(setup, CancellationToken.None), directory);
    }

    public static string CostRequest(string id, string csp = "csp-a", string portfolio = "p") =>
        $$"""{"requestId":"{{id}}","portfolioId":"{{portfolio}}","targetCspName":"{{csp}}","startDate":"2024-01","endDate":"2024-03"}""";

    public Task<HttpResponseMessage> PostAsync(string path, string json)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Http.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>Drains until so many results are there.</summary>
    public async Task<IReadOnlyList<JsonElement>> DrainAsync(int count)
    {
        var results = new List<JsonElement>();
        while (results.Count < count)
        {
            var items = await Http.GetFromJsonAsync<JsonElement>(new Uri("/cost-jobs", UriKind.Relative));
            results.AddRange(items.EnumerateArray());
        }

        return results;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        _directory?.Dispose();
    }
}
