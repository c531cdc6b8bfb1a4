using System.Net;
using System.Net.Sockets;

namespace Hoth.Local.Tests.Chaos;

/// <summary>
/// The published host under a supervisor that starts it again, on the same port and data directory, whenever it was killed. Any other
/// end than by SIGKILL is a failure of the test.
/// </summary>
internal sealed class SupervisedHost : IAsyncDisposable
{
    private const int Killed = 128 + 9;

    private readonly string _program;
    private readonly string[] _args;
    private readonly List<HostInstance> _instances = [];
    private readonly List<DateTimeOffset> _deaths = [];
    private readonly CancellationTokenSource _stopping = new();
    private Task _supervisor = Task.CompletedTask;

    private SupervisedHost(string program, string[] args, Uri address) => (_program, _args, Address) = (program, args, address);

    public Uri Address { get; }

    /// <summary>The life that was the last one to become ready.</summary>
    public HostInstance Current { get; private set; } = null!;

    /// <summary>The life that was the last one to be started.</summary>
    public HostInstance Newest { get; private set; } = null!;

    /// <summary>When it was found to be killed, each time.</summary>
    public IReadOnlyList<DateTimeOffset> DeathTimes => _deaths;

    /// <summary>How often it was killed.</summary>
    public int Deaths => _deaths.Count;

    /// <summary>How often before it was ready.</summary>
    public int DeathsWhileStarting { get; private set; }

    /// <summary>Everything that any of its lives has written.</summary>
    public IEnumerable<string> Lines => _instances.SelectMany(i => i.Lines);

    /// <param name="args">The command line without --urls.</param>
    /// <param name="firstLifeArgs">More of it for the first life only.</param>
    public static async Task<SupervisedHost> StartAsync(string[] args, params string[] firstLifeArgs)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var host = new SupervisedHost(await PublishedHost.ExecutableAsync(), ["--urls", address.AbsoluteUri, .. args], address);
        await host.StartInstanceAsync(firstLifeArgs);
        host._supervisor = host.SuperviseAsync(host.Current);
        return host;
    }

    /// <summary>Kills it now, or its next life when this one is being killed already, and waits for the life after that.</summary>
    public async Task KillAsync()
    {
        var instance = Current;
        while (!instance.TryKill()) instance = await instance.Successor.Task.WaitAsync(ChaosRun.Patience, TimeProvider.System);
        await instance.Successor.Task.WaitAsync(ChaosRun.Patience, TimeProvider.System);
    }

    /// <summary>Kills the newest life a while after its process was started, or after it was ready, and waits for the next process.</summary>
    /// <param name="whenReady">Not before it is ready.</param>
    /// <param name="after">So long, counted in the time that the last start took: a busy machine does everything more slowly.</param>
    public async Task KillNewestAsync(bool whenReady, double after)
    {
        var instance = Newest;
        if (whenReady) await instance.WaitUntilReadyAsync();
        await Task.Delay(after * Current.StartTime, TimeProvider.System);
        instance.TryKill();
        await instance.Next.Task.WaitAsync(ChaosRun.Patience, TimeProvider.System);
    }

    /// <summary>Ends it in order.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        Current.Terminate();
        await _supervisor.WaitAsync(ChaosRun.Patience, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _instances.ForEach(i => i.Dispose());
        _stopping.Dispose();
        await _supervisor.WaitAsync(ChaosRun.Patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SuperviseAsync(HostInstance instance)
    {
        while (true)
        {
            try
            {
                var code = await instance.EndAsync();
                if (_stopping.IsCancellationRequested)
                {
                    code.ShouldBe(0, "ended in order");
                    return;
                }

                NoteDeath(instance, code);
                var next = await StartInstanceAsync([]);
                instance.Successor.SetResult(next);
                instance = next;
            }
            catch (Exception e)
            {
                // Clients wait for the next life: they fail with the reason.
                instance.Successor.TrySetException(e);
                throw;
            }
        }
    }

    /// <summary>Starts it until it is ready: it may be killed before.</summary>
    private async Task<HostInstance> StartInstanceAsync(string[] more)
    {
        while (true)
        {
            var (instance, last) = (HostInstance.Start(_program, [.. _args, .. more]), Newest);
            _instances.Add(instance);
            Newest = instance;
            last?.Next.SetResult(instance);
            if (await instance.WaitUntilReadyAsync()) return Current = instance;
            NoteDeath(instance, await instance.EndAsync());
            DeathsWhileStarting++;
        }
    }

    private void NoteDeath(HostInstance instance, int code)
    {
        code.ShouldBe(Killed, $"the host ended by itself:\n{string.Join('\n', instance.Lines)}");
        _deaths.Add(TimeProvider.System.GetUtcNow());
    }

    /// <summary>
    /// A client's URL does not change when a host restarts, so the port is fixed. It lies below those that the system hands out for port 0, which
    /// other tests ask for while the host is down.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = new Random().Next(10_000, 30_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // In use: another one.
            }
        }
    }
}
