using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hoth.Local.Hosting;
using Shouldly;

namespace Hoth.Local.Tests.Host;

/// <summary>Who runs QA packages over HTTP.</summary>
internal sealed class QaRunClient(HttpClient http, Uri target)
{
    public const string Scope = "qa.read qa.write qa.run";

    public static string TokenOf(LocalHost host) => host.Tokens.Issuer!.Issue("alice", Scope, TimeSpan.FromHours(1));

    public async Task PutAsync(string id, bool allowWrites, string spec = "/openapi.json")
    {
        var response = await http.PutAsJsonAsync(new Uri($"/qa-packages/{id}", UriKind.Relative), new
        {
            specUrl = $"{target.AbsoluteUri.TrimEnd('/')}{spec}",
            baseUrl = target,
            credentialsRef = $"hoth/qa/{target.Segments[^1].Trim('/')}",
            allowWrites,
            config = new { pollSeconds = 0.05, maxScenariosPerOperation = 40 },
        });
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }

    public async Task<string> StartAsync(string id)
    {
        var response = await http.PostAsync(new Uri($"/qa-packages/{id}/run", UriKind.Relative), null);
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("planId").GetString()!;
    }

    /// <summary>Reads page by page until there is nothing more to come; a host that is away for a while is asked again.</summary>
    public async Task<List<(long Seq, string Type, string Data)>> FollowAsync(string planId, int limit, Func<HttpClient>? current = null, CancellationToken cancellationToken = default)
    {
        var seen = new List<(long Seq, string Type, string Data)>();
        while (true)
        {
            JsonElement page;
            try
            {
                page = await (current?.Invoke() ?? http).GetFromJsonAsync<JsonElement>(new Uri($"/events/{planId}?after={seen.Count}&limit={limit}", UriKind.Relative), cancellationToken);
            }
            catch (HttpRequestException) when (current is not null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
                continue;
            }

            seen.AddRange(page.GetProperty("events").EnumerateArray().Select(e => (e.GetProperty("seq").GetInt64(), e.GetProperty("type").GetString()!, e.GetProperty("data").ToString())));
            page.GetProperty("nextCursor").GetInt64().ShouldBe(seen.Count);
            if (page.GetProperty("terminal").GetBoolean()) return seen;
            if (page.GetProperty("retryAfterMs").GetInt32() > 0) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Waits until there is something in the first events.</summary>
    public async Task UntilAsync(string planId, string text, Func<HttpClient>? current = null)
    {
        while (!(await (current?.Invoke() ?? http).GetStringAsync(new Uri($"/events/{planId}?limit=500", UriKind.Relative))).Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>What holds for every feed, whoever read it.</summary>
    public static void CheckFeed(IReadOnlyList<List<(long Seq, string Type, string Data)>> readers)
    {
        var first = readers[0];
        readers.ShouldAllBe(events => events.SequenceEqual(first));
        first.Select(e => e.Seq).ShouldBe(Enumerable.Range(1, first.Count).Select(i => (long)i));
        first[0].Type.ShouldBe("REQUESTED");
        first[^1].Type.ShouldBe("COMPLETE");
        first.CountBy(e => e.Type).Where(t => !t.Key.StartsWith("SCENARIO", StringComparison.Ordinal) && !t.Key.StartsWith("EXECUTION", StringComparison.Ordinal)).ShouldAllBe(t => t.Value == 1);
        foreach (var type in new[] { "SCENARIO_CREATED", "EXECUTION_" })
        {
            var ids = first.Where(e => e.Type.StartsWith(type, StringComparison.Ordinal)).Select(e => JsonDocument.Parse(e.Data).RootElement.GetProperty("scenarioId").GetString()).ToList();
            ids.Distinct().Count().ShouldBe(ids.Count, type);
        }
    }
}
