using System.Diagnostics;
using System.Net;
using System.Text;
using Hoth.Benchmarks.Report;

namespace Hoth.Benchmarks.Host;

/// <summary>Posts jobs over some connections and drains over others at the same time, until every result is there.</summary>
/// <param name="host">The front door.</param>
/// <param name="prefix">Of the job ids; new for every run.</param>
/// <param name="jobs">How many.</param>
/// <param name="rate">Jobs per second, posted when they are due; null: every connection posts as soon as it has its answer.</param>
internal sealed class LoadRun(Uri host, string prefix, int jobs, int? rate)
{
    private const int Posters = 16;
    private const int Drainers = 4;

    private readonly IPEndPoint _address = new(IPAddress.Parse(host.Host), host.Port);
    private readonly byte[][] _posts = JobRequests.Build(host, prefix, jobs);
    private readonly byte[] _drain = JobRequests.Drain(host);
    private readonly byte[] _prefix = Encoding.ASCII.GetBytes(prefix);
    private readonly double[] _acceptMs = new double[jobs];
    private readonly long[] _postedAt = new long[jobs];
    private readonly long[] _drainedAt = new long[jobs];
    private readonly List<double> _drainMs = [];
    private long _start;
    private int _next = -1;
    private int _left = jobs;

    /// <summary>Runs.</summary>
    /// <exception cref="InvalidOperationException">A request was answered otherwise than with success.</exception>
    public async Task<LoadResult> ExecuteAsync(CancellationToken cancellationToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _start = Stopwatch.GetTimestamp();
        var all = Enumerable.Range(0, Posters).Select(_ => PostAsync(failed.Token))
            .Concat(Enumerable.Range(0, Drainers).Select(_ => DrainAsync(failed.Token))).ToList();
        while (all.Count > 0)
        {
            var done = await Task.WhenAny(all);
            all.Remove(done);
            if (done.IsFaulted) await failed.CancelAsync();
            await done;
        }

        var seconds = Stopwatch.GetElapsedTime(_start, _drainedAt.Max()).TotalSeconds;
        return new LoadResult(
            _posts.Length, seconds, new Samples(_acceptMs), new Samples(_drainMs), new Samples(_drainedAt.Select((at, i) => Stopwatch.GetElapsedTime(_postedAt[i], at).TotalMilliseconds)));
    }

    private async Task PostAsync(CancellationToken cancellationToken)
    {
        using var connection = new HttpConnection();
        await connection.ConnectAsync(_address, cancellationToken);
        while (Interlocked.Increment(ref _next) is var i && i < _posts.Length)
        {
            // Due times, not send times: when all connections are busy, the waiting for one belongs to the answer time.
            _postedAt[i] = rate is null ? Stopwatch.GetTimestamp() : await DueAsync(i, cancellationToken);
            var (status, body) = await connection.SendAsync(_posts[i], cancellationToken);
            if (status != 202) throw new InvalidOperationException($"POST /cost-jobs answered {status}: {Encoding.UTF8.GetString(body.Span)}");
            _acceptMs[i] = Stopwatch.GetElapsedTime(_postedAt[i]).TotalMilliseconds;
        }
    }

    private async Task<long> DueAsync(int i, CancellationToken cancellationToken)
    {
        var due = _start + (long)((double)i / rate!.Value * Stopwatch.Frequency);
        var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, TimeProvider.System, cancellationToken);
        // A timer is up to a millisecond late and more when the machine is busy: that is the generator's, not the host's.
        return wait > TimeSpan.Zero ? Stopwatch.GetTimestamp() : due;
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        using var connection = new HttpConnection();
        await connection.ConnectAsync(_address, cancellationToken);
        var numbers = new List<int>(10);
        while (Volatile.Read(ref _left) > 0)
        {
            var start = Stopwatch.GetTimestamp();
            var (status, body) = await connection.SendAsync(_drain, cancellationToken);
            if (status != 200) throw new InvalidOperationException($"GET /cost-jobs answered {status}: {Encoding.UTF8.GetString(body.Span)}");
            var now = Stopwatch.GetTimestamp();
            JobRequests.ReadNumbers(body.Span, _prefix, numbers);
            foreach (var number in numbers)
            {
                if (Interlocked.CompareExchange(ref _drainedAt[number], now, 0) == 0) Interlocked.Decrement(ref _left);
            }

            // An empty answer has waited for results, by its design.
            if (numbers.Count == 0) continue;
            lock (_drainMs) _drainMs.Add(Stopwatch.GetElapsedTime(start, now).TotalMilliseconds);
        }
    }
}

/// <summary>What a run showed.</summary>
/// <param name="Jobs">How many were posted and drained.</param>
/// <param name="Seconds">From the first POST to the last drained result.</param>
/// <param name="Accept">Of each POST, until its answer was there.</param>
/// <param name="Drain">Of each GET that brought results.</param>
/// <param name="Whole">Of each job, from its POST until its result was there.</param>
internal sealed record LoadResult(int Jobs, double Seconds, Samples Accept, Samples Drain, Samples Whole);
