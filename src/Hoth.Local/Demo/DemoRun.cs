using System.Net.Http.Json;

namespace Hoth.Local.Demo;

/// <summary>
/// Plays the sample events against a host over HTTP, as a client would: send, lease and acknowledge what is there already, wait for the
/// jobs, drain the rest, look.
/// </summary>
/// <param name="http">To the host's front door.</param>
/// <param name="time">The host's clock: waiting for jobs skips.</param>
/// <param name="isIdle">True when the host has nothing to do.</param>
internal sealed class DemoRun(HttpClient http, SkippingTime time, Func<bool> isIdle)
{
    /// <summary>Every job has ended long before; a demo that really waits longer is broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeProvider Wall = TimeProvider.System;

    private readonly JobTimes _times = new(http);
    private readonly Dictionary<string, ResultDrain> _drains = new(StringComparer.Ordinal);
    private readonly Dictionary<SampleEvent, Played> _played = [];

    /// <summary>Plays them all.</summary>
    public async Task<IReadOnlyList<DemoRow>> RunAsync(IReadOnlyList<SampleEvent> samples, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, Wall);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await PlayAsync(samples, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What was not played is in the table as such.
        }

        return [.. samples.Select(RowOf)];
    }

    private async Task PlayAsync(IReadOnlyList<SampleEvent> samples, CancellationToken cancellationToken)
    {
        foreach (var slice in samples.Select(sample => sample.Slice).Distinct()) _drains[slice] = new ResultDrain(http);
        foreach (var sample in samples.Where(sample => sample.Csp is not null)) _played[sample] = await SendAsync(sample, cancellationToken);
        foreach (var sample in samples.Where(IsLease)) _played[sample] = await LeaseAndAcknowledgeAsync(sample, cancellationToken);
        await WaitForJobsAsync(cancellationToken);
        foreach (var sample in samples.Where(IsDrain))
        {
            var jobs = samples.Where(other => other.Slice == sample.Slice).Select(other => other.Expected.Job).OfType<string>();
            _played[sample] = await DrainAsync(sample, [.. jobs], cancellationToken);
        }

        foreach (var sample in samples.Where(sample => !_played.ContainsKey(sample))) _played[sample] = await SendAsync(sample, cancellationToken);
    }

    private static bool IsLease(SampleEvent sample) => sample.Name.EndsWith("-lease", StringComparison.Ordinal) && sample.Expected.Problem is null;

    private static bool IsDrain(SampleEvent sample) => sample.Name.EndsWith("-drain", StringComparison.Ordinal);

    private async Task<Played> SendAsync(SampleEvent sample, CancellationToken cancellationToken)
    {
        var started = Wall.GetTimestamp();
        using var request = sample.ToRequest();
        using var answer = await http.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        var text = $"{(int)answer.StatusCode} {DemoTable.Text(Wall.GetElapsedTime(started))}";
        var mistake = sample.Expected.MistakeOf(answer, body);
        if (mistake is null && sample.Expected.Job is { } job)
        {
            if (answer.Headers.Location is { } location) _times.Follow(job, location);
            else mistake = "a Location was expected";
        }

        return new Played(text, "", mistake);
    }

    private async Task<Played> LeaseAndAcknowledgeAsync(SampleEvent sample, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var request = sample.ToRequest();
            var (answer, ids) = await _drains[sample.Slice].ReceiveAsync(request, cancellationToken);
            using (answer)
            {
                if (answer.IsSuccessStatusCode && ids.Count == 0) continue;
                var mistake = sample.Expected.MistakeOf(answer, "");
                var lease = answer.Headers.TryGetValues("Hoth-Lease", out var values) ? values.Single() : null;
                using var acknowledged = await http.PostAsJsonAsync(new Uri($"{sample.Path}/acks", UriKind.Relative), new { lease, ids }, cancellationToken);
                if ((int)acknowledged.StatusCode != 200) mistake ??= "200 was expected of the acknowledgement";
                return new Played($"{(int)answer.StatusCode}, {(int)acknowledged.StatusCode}", $"{ids.Count} results", mistake);
            }
        }
    }

    /// <summary>Asks for the jobs less and less often. This is where time is skipped.</summary>
    private async Task WaitForJobsAsync(CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await _times.LookAsync(cancellationToken);
            if (_times.AllDone) return;
            await time.WaitAsync(pause, isIdle, cancellationToken);
        }
    }

    private async Task<Played> DrainAsync(SampleEvent sample, List<string> jobs, CancellationToken cancellationToken)
    {
        var drain = _drains[sample.Slice];
        var count = 0;
        // One more after the last result: nothing that was acknowledged or drained comes again.
        for (var complete = false; ;)
        {
            using var request = sample.ToRequest();
            var (answer, ids) = await drain.ReceiveAsync(request, cancellationToken);
            using (answer)
            {
                count += ids.Count;
                var mistake = sample.Expected.MistakeOf(answer, "");
                if (mistake is null && drain.Repeated > 0) mistake = $"{drain.Repeated} results came twice";
                if (complete || mistake is not null) return new Played($"{(int)answer.StatusCode}", $"{count} results", mistake);
                complete = drain.HasAll(jobs);
            }
        }
    }

    private DemoRow RowOf(SampleEvent sample)
    {
        var played = _played.GetValueOrDefault(sample) ?? new Played("", "", $"not played within {Patience.TotalSeconds} s");
        var (expected, result, mistake) = (sample.Expected, played.Result, played.Mistake);
        TimeSpan? job = null, real = null;
        if (expected.Job is { } id)
        {
            var drained = _drains[sample.Slice].Of(id);
            result = drained is null ? "none" : $"{drained.Result}";
            mistake ??= expected.MistakeOf(drained);
            if (_times.Of(id) is var (from, to)) (job, real) = (to - from, time.RealTime(from, to));
        }

        return new DemoRow(sample.Name, sample.Csp ?? "", expected.Description, played.Answer, result, job, real, mistake);
    }

    /// <summary>What came of a sample.</summary>
    /// <param name="Answer">For the table.</param>
    /// <param name="Result">For the table.</param>
    /// <param name="Mistake">What should have been instead; null when it is as expected.</param>
    private sealed record Played(string Answer, string Result, string? Mistake);
}
