using System.Diagnostics;
using Hoth.Local.Storage;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.Storage;

/// <summary>
/// A child process (this assembly's entry point, <see cref="CrashChild"/>) sends and deletes messages, saying so on its standard
/// output after each acknowledgement, and is killed at a random moment.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_process_is_killed()
    {
        var told = new Told([], [], []);
        var random = new Random();
        for (var round = 0; round < 4; round++)
        {
            await RunAndKillAsync(200 + random.Next(400), told);
        }

        told.Sent.Count.ShouldBeGreaterThan(400);
        told.Deleted.ShouldNotBeEmpty();
        var found = await DrainAsync();
        // The one delete that was under way may have happened or not.
        told.Sent.Except(told.Deleting).Except(found).ShouldBeEmpty("acknowledged and lost");
        told.Deleted.Intersect(found).ShouldBeEmpty("deleted and back again");
    }

    private async Task RunAndKillAsync(int acknowledgements, Told told)
    {
        using var child = Process.Start(new ProcessStartInfo
        {
            FileName = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
            ArgumentList = { "exec", typeof(CrashChild).Assembly.Location, CrashChild.Argument, _directory.Path },
            RedirectStandardOutput = true,
        })!;
        try
        {
            while (await child.StandardOutput.ReadLineAsync() is { } line)
            {
                Note(line, told);
                if (--acknowledgements == 0)
                {
                    // SIGKILL, in the middle of whatever it does.
                    child.Kill();
                }
            }
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync();
        }

        acknowledgements.ShouldBeLessThanOrEqualTo(0, "the child ended by itself");
    }

    private static void Note(string line, Told told)
    {
        // The last line may have been cut off by the kill; whole ones end with a full stop.
        if (!line.EndsWith('.'))
        {
            return;
        }

        var set = line[0] switch { '+' => told.Sent, '?' => told.Deleting, _ => told.Deleted };
        set.Add(line[1..^1]);
    }

    private async Task<HashSet<string>> DrainAsync()
    {
        using var database = SqliteDatabase.Open(new() { DataDirectory = _directory.Path }, TimeProvider.System);
        var queue = new SqliteQueue(database);
        var found = new HashSet<string>();
        while (await queue.ReceiveAsync(Queues.CostRequests, 10, TimeSpan.FromHours(1), TimeSpan.Zero, default) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                found.Add(message.Body).ShouldBeTrue("the same message twice");
            }
        }

        return found;
    }

    /// <summary>What the children have said.</summary>
    private sealed record Told(HashSet<string> Sent, HashSet<string> Deleting, HashSet<string> Deleted);
}
