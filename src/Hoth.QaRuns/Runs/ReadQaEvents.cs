using System.Globalization;
using System.Text.Json;
using Hoth.Callers;
using Hoth.Json;
using Hoth.Ports;
using Hoth.Problems;

namespace Hoth.QaRuns.Runs;

/// <summary><c>GET /events/{planId}</c>: a page of a run's events. A reader who goes on at each page's <c>nextCursor</c> sees each event once, in order, and COMPLETE last.</summary>
public sealed class ReadQaEvents(FindQaRun find, IEventFeed feeds)
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;

    /// <summary>When a reader who has seen everything should come again: 2 s, as seed 003 says.</summary>
    private const int PollMilliseconds = 2_000;

    /// <summary>Reads.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="planId">Which run.</param>
    /// <param name="after">The query parameter, or null: from the start.</param>
    /// <param name="limit">The query parameter, or null: 100.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>JSON.</returns>
    /// <exception cref="ProblemException">400; 404; 410.</exception>
    public async Task<string> ExecuteAsync(Caller caller, string planId, string? after, string? limit, CancellationToken cancellationToken)
    {
        var violations = new Violations();
        var from = NumberOf(after, 0, 0, long.MaxValue, "after", violations);
        var most = (int)NumberOf(limit, DefaultLimit, 1, MaxLimit, "limit", violations);
        violations.ThrowIfAny();
        var job = await find.ExecuteAsync(caller, planId, cancellationToken);
        var page = await feeds.ReadAsync(job.InstanceId, from, most, cancellationToken);
        var cursor = page.Events.Count > 0 ? page.Events[^1].Seq : from;
        var isAtEnd = cursor >= page.LastSeq;
        return JsonText.Write(json =>
        {
            WriteEvents(json, page.Events);
            json.WriteNumber("nextCursor", cursor);
            json.WriteBoolean("terminal", page.IsClosed && isAtEnd);
            json.WriteNumber("retryAfterMs", isAtEnd && !page.IsClosed ? PollMilliseconds : 0);
        });
    }

    internal static void WriteEvents(Utf8JsonWriter json, IEnumerable<FeedEvent> events)
    {
        json.WriteStartArray("events");
        foreach (var e in events)
        {
            json.WriteStartObject();
            json.WriteNumber("seq", e.Seq);
            json.WriteString("type", e.Type);
            json.WriteString("at", e.At);
            json.WritePropertyName("data");
            json.WriteRawValue(e.Data, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static long NumberOf(string? text, long none, long min, long max, string name, Violations violations)
    {
        if (text is null) return none;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        violations.Add($"query.{name}", max == long.MaxValue ? $"must be a whole number from {min}" : $"must be a whole number from {min} to {max}");
        return none;
    }
}
