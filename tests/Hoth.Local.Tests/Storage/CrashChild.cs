using Hoth.Local.Storage;
using Hoth.Ports;

namespace Hoth.Local.Tests.Storage;

/// <summary>What <see cref="CrashTests"/> runs and kills.</summary>
internal static class CrashChild
{
    public const string Argument = "crash-child";

    private static readonly Lock Output = new();

    /// <summary>Sends and deletes for ever, telling standard output "+body." and "-body." after each acknowledgement, "?body." before a delete.</summary>
    public static Task RunAsync(string directory)
    {
        var queue = new SqliteQueue(SqliteDatabase.Open(new() { DataDirectory = directory }, TimeProvider.System));
        return Task.WhenAll([.. Enumerable.Range(0, 8).Select(i => SendAsync(queue, i)), DeleteAsync(queue)]);
    }

    private static async Task SendAsync(SqliteQueue queue, int sender)
    {
        for (var i = 0; ; i++)
        {
            var body = $"{Environment.ProcessId}-{sender}-{i}";
            await queue.SendAsync(Queues.CostRequests, new(body, $"group-{sender}"), default);
            Tell($"+{body}.");
        }
    }

    private static async Task DeleteAsync(SqliteQueue queue)
    {
        while (true)
        {
            var messages = await queue.ReceiveAsync(Queues.CostRequests, 1, TimeSpan.FromHours(1), TimeSpan.FromSeconds(20), default);
            foreach (var message in messages)
            {
                Tell($"?{message.Body}.");
                await queue.DeleteAsync(Queues.CostRequests, [message.Receipt], default);
                Tell($"-{message.Body}.");
            }
        }
    }

    private static void Tell(string line)
    {
        lock (Output)
        {
            Console.WriteLine(line);
        }
    }
}
