using System.Net.Http.Json;
using System.Text.Json;
using Hoth.Functions.Costs;

namespace Hoth.Local.Demo;

/// <summary>Plays the sample events against a host over HTTP, as a client would: send, lease, acknowledge, drain, look.</summary>
internal sealed class DemoRun(HttpClient http, TimeProvider time)
{
    /// <summary>Every job has ended long before; a demo that waits longer is broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ResultDrain _drain = new(http, time);

    /// <summary>Plays them all.</summary>
    public async Task<IReadOnlyList<DemoRow>> RunAsync(IReadOnlyList<SampleEvent> samples, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var posts = samples.Where(sample => sample.Csp is not null).ToList();
        var lease = samples.Single(sample => sample.Name.EndsWith("lease", StringComparison.Ordinal));
        var drain = samples.Single(sample => sample.Name.EndsWith("drain", StringComparison.Ordinal));

        var sent = new List<Sent>();
        foreach (var sample in posts) sent.Add(await SendAsync(sample, either.Token));

        var jobs = posts.Select(sample => sample.Expected.Job).OfType<string>().ToList();
        var leased = await LeaseAndAcknowledgeAsync(lease, either.Token);
        var drained = await DrainAsync(drain, jobs, either.Token);
        var looked = await LookAsync(jobs[0], either.Token);
        return [.. sent.Select(RowOf), leased, drained, looked];
    }

    private async Task<Sent> SendAsync(SampleEvent sample, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var request = sample.ToRequest();
        using var answer = await http.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        return new Sent(sample, started, $"{(int)answer.StatusCode} {Milliseconds(time.GetElapsedTime(started))}", Check(sample.Expected, answer, body));
    }

    private DemoRow RowOf(Sent sent)
    {
        var expected = sent.Sample.Expected;
        var (result, mistake) = ("", sent.Mistake);
        if (expected is { Job: { } job, Result: { } wanted })
        {
            var found = _drain.Of(job);
            result = found is { } f ? $"{f.Result} after {Milliseconds(time.GetElapsedTime(sent.Started, f.At))}" : "none";
            if (found?.Result != wanted) mistake ??= $"{wanted} was expected";
        }

        return new DemoRow(sent.Sample.Name, sent.Sample.Csp!, expected.Description, sent.Answer, result, mistake);
    }

    private async Task<DemoRow> LeaseAndAcknowledgeAsync(SampleEvent sample, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var request = sample.ToRequest();
            var (answer, ids) = await _drain.ReceiveAsync(request, cancellationToken);
            using (answer)
            {
                if (answer.IsSuccessStatusCode && ids.Count == 0) continue;
                var mistake = Check(sample.Expected, answer, "");
                var lease = answer.Headers.TryGetValues("Hoth-Lease", out var values) ? values.Single() : null;
                using var acknowledged = await http.PostAsJsonAsync(new Uri(CostFunctions.Acks, UriKind.Relative), new { lease, ids }, cancellationToken);
                if ((int)acknowledged.StatusCode != 200) mistake ??= "200 was expected of the acknowledgement";
                return new DemoRow(sample.Name, "", "lease results, then acknowledge them", $"{(int)answer.StatusCode}, {(int)acknowledged.StatusCode}", $"{ids.Count} results", mistake);
            }
        }
    }

    private async Task<DemoRow> DrainAsync(SampleEvent sample, List<string> jobs, CancellationToken cancellationToken)
    {
        var (count, last, mistake) = (0, 0, (string?)null);
        try
        {
            // One more after the last result: nothing that was acknowledged or drained comes again.
            for (var complete = false; !complete;)
            {
                complete = _drain.HasAll(jobs);
                using var request = sample.ToRequest();
                var (answer, ids) = await _drain.ReceiveAsync(request, cancellationToken);
                using (answer) last = (int)answer.StatusCode;
                count += ids.Count;
                if (last != sample.Expected.Status) break;
            }
        }
        catch (OperationCanceledException)
        {
            mistake = "not every job ended in time";
        }

        if (last != sample.Expected.Status) mistake ??= $"{sample.Expected.Status} was expected";
        if (_drain.Repeated > 0) mistake ??= $"{_drain.Repeated} results came twice";
        return new DemoRow(sample.Name, "", "drain the rest until nothing is left", $"{last}", $"{count} results", mistake);
    }

    private async Task<DemoRow> LookAsync(string jobId, CancellationToken cancellationToken)
    {
        var job = await http.GetFromJsonAsync<JsonElement>(new Uri($"{CostFunctions.Jobs}/{jobId}", UriKind.Relative), cancellationToken);
        var status = job.GetProperty("status").GetString()!;
        var complete = status == "Succeeded" && job.TryGetProperty("result", out var result) && result.GetProperty("outcome").GetString() == "SUCCEEDED";
        return new DemoRow("look", "", "the first job, with its result, after draining", "200", status, complete ? null : "Succeeded with its result was expected");
    }

    private static string? Check(SampleExpectation expected, HttpResponseMessage answer, string body)
    {
        if ((int)answer.StatusCode != expected.Status) return $"{expected.Status} was expected";
        foreach (var (name, value) in expected.Headers ?? new Dictionary<string, string>())
        {
            if (!answer.Headers.TryGetValues(name, out var values) || values.Single() != value) return $"{name}: {value} was expected";
        }

        if (expected.Problem is null) return null;
        using var problem = JsonDocument.Parse(body);
        return problem.RootElement.GetProperty("code").GetString() == expected.Problem ? null : $"{expected.Problem} was expected";
    }

    private static string Milliseconds(TimeSpan time) => time.TotalSeconds < 1 ? $"{time.TotalMilliseconds:0} ms" : $"{time.TotalSeconds:0.0} s";

    private sealed record Sent(SampleEvent Sample, long Started, string Answer, string? Mistake);
}
