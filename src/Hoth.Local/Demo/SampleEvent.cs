using System.Text;
using System.Text.Json;

namespace Hoth.Local.Demo;

/// <summary>
/// One of <c>events/costs/*.json</c>: an API Gateway proxy event, so that <c>sam local invoke -e</c> takes the file as it is. What is
/// expected of it is in <c>*.expect.json</c> next to it.
/// </summary>
internal sealed class SampleEvent
{
    private readonly JsonElement _event;

    private SampleEvent(string name, JsonElement proxyEvent, SampleExpectation expected)
    {
        (Name, _event, Expected) = (name, proxyEvent, expected);
        Csp = BodyMember("targetCspName");
    }

    /// <summary>The file's name without its ending: they are played in the order of their names.</summary>
    public string Name { get; }

    /// <summary>The CSP that the body names, or null.</summary>
    public string? Csp { get; }

    /// <summary>What must come of it.</summary>
    public SampleExpectation Expected { get; }

    /// <summary>Every sample that is embedded in this program, in order.</summary>
    public static IReadOnlyList<SampleEvent> LoadAll()
    {
        const string Prefix = "events/costs/";
        const string Ending = ".json";
        const string ExpectEnding = ".expect.json";
        var assembly = typeof(SampleEvent).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.EndsWith(ExpectEnding, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new SampleEvent(
                    name[Prefix.Length..^Ending.Length],
                    Read<JsonElement>(name),
                    Read<SampleExpectation>(name[..^Ending.Length] + ExpectEnding))),
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
        var request = new HttpRequestMessage(new HttpMethod(_event.GetProperty("httpMethod").GetString()!), _event.GetProperty("path").GetString());
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

/// <summary>What must come of a sample event.</summary>
/// <param name="Description">For the table.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Headers">Headers that the answer must have, or null.</param>
/// <param name="Problem">The <c>code</c> of the problem that it answers with, or null.</param>
/// <param name="Job">The id of the job that it starts, or null.</param>
/// <param name="Result">The result of that job, or null.</param>
internal sealed record SampleExpectation(
    string Description, int Status, IReadOnlyDictionary<string, string>? Headers, string? Problem, string? Job, SampleResult? Result);

/// <summary>The part of a result that is compared.</summary>
/// <param name="Outcome">SUCCEEDED or FAILED.</param>
/// <param name="Code">See the contract, Result.</param>
internal sealed record SampleResult(string Outcome, int Code)
{
    public override string ToString() => $"{Outcome} {Code}";
}
