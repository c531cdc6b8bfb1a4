using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hoth.QaRuns.Tests.Http;

/// <summary>A loopback server that answers as a test says, byte by byte if need be. A connection for each request.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, Stream, CancellationToken, Task> _answer;
    private int _count;

    /// <summary>Starts.</summary>
    /// <param name="answer">Gets the number of the request, from 0, and where to write.</param>
    public ScriptedServer(Func<int, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public ScriptedServer(params string[] answers)
        : this((i, stream, stop) => stream.WriteAsync(Encoding.UTF8.GetBytes(answers[Math.Min(i, answers.Length - 1)]), stop).AsTask())
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Requests, head and body.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static string Say(int status, string body, string headers = "") =>
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{headers}\r\n{body}";

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var _ = client;
            var stream = client.GetStream();
            Requests.Enqueue(await ReadAsync(stream));
            await _answer(Interlocked.Increment(ref _count) - 1, stream, _stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The other side has given up, or the test is over.
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var block = new byte[64 * 1024];
        while (true)
        {
            var read = await stream.ReadAsync(block);
            text.Append(Encoding.UTF8.GetString(block, 0, read));
            var all = text.ToString();
            var head = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head < 0 && read > 0) continue;
            var length = all.Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line ? int.Parse(line[15..]) : 0;
            if (read == 0 || Encoding.UTF8.GetByteCount(all[(head + 4)..]) >= length) return all;
        }
    }
}

/// <summary>A clock whose timers fire when the test says so; short ones at once.</summary>
internal sealed class TestTime(TimeSpan atOnce) : TimeProvider
{
    private readonly ConcurrentQueue<Timer> _timers = new();

    /// <summary>What was waited for.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state));
        Waits.Enqueue(dueTime);
        if (dueTime >= TimeSpan.Zero && dueTime <= atOnce) ThreadPool.QueueUserWorkItem(_ => timer.Fire());
        else _timers.Enqueue(timer);
        return timer;
    }

    public void FireAll()
    {
        while (_timers.TryDequeue(out var timer)) timer.Fire();
    }

    private sealed class Timer(Action fire) : ITimer
    {
        private bool _isOver;

        public void Fire()
        {
            if (!_isOver) fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _isOver = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
