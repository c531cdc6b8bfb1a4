using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Benchmarks.Host;

/// <summary>A CSP that answers at once, in a process of its own, so that its CPU time is not taken for the host's.</summary>
internal static class CspProcess
{
    /// <summary>The argument that makes this program be it.</summary>
    public const string Argument = "--csp";

    /// <summary>The only CSP.</summary>
    public const string Name = "csp-bench";

    /// <summary>Serves until its input ends, which it does with the process that started it.</summary>
    public static async Task ServeAsync()
    {
        var options = new MockCspOptions { Csps = new Dictionary<string, CspBehaviour> { [Name] = new() }, RecordRequests = false };
        await using var server = await MockCspServer.StartAsync(options, TimeProvider.System);
        Console.WriteLine(server.AddressOf(Name));
        await Console.In.ReadToEndAsync();
    }
}
