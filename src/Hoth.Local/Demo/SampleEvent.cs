using System.Text;
using System.Text.Json;

namespace Hoth.Local.Demo;

/// <summary>
/// One of <c>events/SLICE/*.json</c> that API Gateway would send: a proxy event, so that <c>sam local invoke -e</c> takes the file as it is.
/// What is expected of it is in <c>*.expect.json</c> next to it.
/// </summary>
internal sealed class SampleEvent
{
    private const string Root = "events/";
    private const string Ending = ".json";
    private const string ExpectEnding = ".expect.json";

    private readonly JsonElement _event;

    private SampleEvent(string name, JsonElement proxyEvent, SampleExpectation expected)
    {
        (Name, _event, Expected) = (name, proxyEvent, expected);
        Csp = BodyMember("targetCspName");
    }

    /// <summary>The file's name with its folder, without its ending: they are played in the order of their names.</summary>
    public string Name { get; }

    /// <summary>The folder: the slice that it is of.</summary>
    public string Slice => Name[..Name.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The path of the request.</summary>
    public string Path => _event.GetProperty("path").GetString()!;

    /// <summary>The CSP that the body names, or null: then it starts no job.</summary>
    public string? Csp { get; }

    /// <summary>What must come of it.</summary>
    public SampleExpectation Expected { get; }

    /// <summary>
    /// Every HTTP sample that is embedded in this program, in order. Those of other functions need what only a test can put around them; those with a caller
    /// need that caller's token.
    /// </summary>
    public static IReadOnlyList<SampleEvent> LoadAll()
    {
        var assembly = typeof(SampleEvent).Assembly;
        return
        [
            .. from name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)
               where name.StartsWith(Root, StringComparison.Ordinal) && !name.EndsWith(ExpectEnding, StringComparison.Ordinal)
               let bare = name[..^Ending.Length]
               let expected = Read<SampleExpectation>(bare + ExpectEnding)
               where expected.Function is null
               let proxyEvent = Read<JsonElement>(name)
               where !proxyEvent.GetProperty("requestContext").TryGetProperty("authorizer", out _)
               select new SampleEvent(bare[Root.Length..], proxyEvent, expected),
        ];

        T Read<T>(string name)
        {
            using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"There is no {name}.");
            return JsonSerializer.Deserialize<T>(stream, JsonSerializerOptions.Web)!;
        }
    }

    /// <summary>The request that API Gateway would have made the event from.</summary>
    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(new HttpMethod(_event.GetProperty("httpMethod").GetString()!), Path);
        if (_event.GetProperty("body").GetString() is { } body) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        foreach (var header in _event.GetProperty("headers").EnumerateObject())
        {
            if (!request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString())) request.Content?.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
        }

        return request;
    }

    private string? BodyMember(string name)
    {
        if (_event.GetProperty("body").GetString() is not { } body) return null;
        using var document = JsonDocument.Parse(body);
        return document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
