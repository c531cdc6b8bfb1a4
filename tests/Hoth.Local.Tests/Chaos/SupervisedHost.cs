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
    private readonly CancellationTokenSource _stopping = new();
    private Task _supervisor = Task.CompletedTask;

    private SupervisedHost(string program, string[] args, Uri address) => (_program, _args, Address) = (program, args, address);

    public Uri Address { get; }

    /// <summary>The life that was the last one to become ready.</summary>
    public HostInstance Current { get; private set; } = null!;

    /// <summary>How often it was killed.</summary>
    public int Deaths { get; private set; }

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
        await _supervisor.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

                code.ShouldBe(Killed, $"the host ended by itself:\n{string.Join('\n', instance.Lines)}");
                Deaths++;
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

    private async Task<HostInstance> StartInstanceAsync(string[] more)
    {
        Current = await HostInstance.StartAsync(_program, [.. _args, .. more]);
        _instances.Add(Current);
        return Current;
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
