using Hoth.Local.Tests.Storage;

namespace Hoth.Local.Tests;

/// <summary>The entry point for tests that need a process of their own; the test runner does not come by here.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is [ReportMemoryChild.Argument, var data, var bytes])
        {
            await ReportMemoryChild.RunAsync(data, long.Parse(bytes));
            return 0;
        }

        if (args is not [CrashChild.Argument, var directory])
        {
            await Console.Error.WriteLineAsync("These are tests: run dotnet test.");
            return 2;
        }

        await CrashChild.RunAsync(directory);
        return 0;
    }
}
