using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hoth.Local.Tokens;

namespace Hoth.Local.Demo;

/// <summary>
/// Asks for something as a client with a token would, one request after the other, each a row of the demo. What comes of a sample event of the same kind
/// depends on how far the worker is; a tour waits for it.
/// </summary>
/// <param name="slice">What the names of its rows begin with.</param>
/// <param name="scopes">The scopes of its clients' tokens.</param>
/// <param name="http">To the host's front door.</param>
/// <param name="issuer">Makes the clients' tokens.</param>
/// <param name="time">The host's clock.</param>
/// <param name="isIdle">True when the host has nothing to do.</param>
internal abstract class TokenTour(string slice, string scopes, HttpClient http, DevelopmentIssuer issuer, SkippingTime time, Func<bool> isIdle)
{
    /// <summary>Each job has ended long before; a tour that really waits longer is broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeProvider Wall = TimeProvider.System;

    private readonly List<DemoRow> _rows = [];

    /// <summary>Makes the tour.</summary>
    public async Task<IReadOnlyList<DemoRow>> RunAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, Wall);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await TourAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _rows.Add(new DemoRow($"{slice}/…", "", "the rest of the tour", "", "", null, null, $"not made within {Patience.TotalSeconds} s"));
        }

        return _rows;
    }

    /// <summary>The requests.</summary>
    protected abstract Task TourAsync(CancellationToken cancellationToken);

    /// <summary>The number of the last row.</summary>
    protected int LastRow => _rows.Count - 1;

    /// <summary>Looks again and again until it is over, and writes what became of it into a row.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="url">Where to look.</param>
    /// <param name="read">What the row says of an answer and when it began and ended; null: it is not over.</param>
    /// <param name="expected">What the row's text is to begin with.</param>
    /// <param name="cancellationToken">Stops.</param>
    protected async Task EndAsync(int row, string url, Func<JsonElement, (string Text, DateTimeOffset From, DateTimeOffset To)?> read, string expected, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var request = Request(HttpMethod.Get, url, "alice");
            using var answer = await http.SendAsync(request, cancellationToken);
            if (read(await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)) is { } end)
            {
                _rows[row] = _rows[row] with
                {
                    Result = end.Text,
                    JobTime = end.To - end.From,
                    RealTime = time.RealTime(end.From, end.To),
                    Mistake = _rows[row].Mistake ?? (end.Text.StartsWith(expected, StringComparison.Ordinal) ? null : $"{expected} was expected"),
                };
                return;
            }

            await time.WaitAsync(Pause, isIdle, cancellationToken);
        }
    }

    /// <summary>Sends a request and adds a row for it.</summary>
    /// <param name="name">The row's name.</param>
    /// <param name="description">What is tried.</param>
    /// <param name="method">The method.</param>
    /// <param name="url">The address.</param>
    /// <param name="who">Whose token; null: none.</param>
    /// <param name="status">The expected status; null: any of success.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="body">The body, as JSON; null: none.</param>
    /// <param name="csps">The CSPs that it is about.</param>
    /// <param name="accept">What the answer is to be; null: nothing is asked for.</param>
    /// <returns>The answer where it is JSON and as expected.</returns>
    protected async Task<JsonElement?> SendAsync(
        string name, string description, HttpMethod method, string url, string? who, int? status, CancellationToken cancellationToken, object? body = null, string csps = "", string? accept = null)
    {
        var started = Wall.GetTimestamp();
        using var request = Request(method, url, who);
        if (body is not null) request.Content = JsonContent.Create(body);
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
        using var answer = await http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var type = answer.Content.Headers.ContentType?.MediaType;
        var mistake = status is { } wanted ? ((int)answer.StatusCode == wanted ? null : $"{wanted} was expected") : answer.IsSuccessStatusCode ? null : "200 or 202 was expected";
        _rows.Add(new DemoRow($"{slice}/{name}", csps, description, $"{(int)answer.StatusCode} {DemoTable.Text(Wall.GetElapsedTime(started))}", Describe(type, text), null, null, mistake));
        return mistake is null && type == "application/json" ? JsonSerializer.Deserialize<JsonElement>(text) : null;
    }

    /// <summary>What a row says of an answer's content.</summary>
    protected virtual string Describe(string? mediaType, string content) => "";

    private HttpRequestMessage Request(HttpMethod method, string url, string? who)
    {
        var request = new HttpRequestMessage(method, url);
        if (who is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Issue(who, scopes, TimeSpan.FromHours(1)));
        return request;
    }
}
