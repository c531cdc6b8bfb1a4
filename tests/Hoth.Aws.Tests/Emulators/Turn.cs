using System.Diagnostics;

namespace Hoth.Aws.Tests.Emulators;

/// <summary>One at a time, over all the test processes of this repository on the machine: for what they install or build together.</summary>
internal static class Turn
{
    /// <summary>Waits until nobody else has this turn; it ends when the file is closed, or its process.</summary>
    /// <param name="name">What there is only one turn for.</param>
    /// <param name="limit">The longest wait.</param>
    public static FileStream Take(string name, TimeSpan limit)
    {
        // Never deleted: whoever opened the file just before would hold a turn that nobody sees.
        var directory = Directory.CreateDirectory(Path.Combine(EmulatorTools.Repository, "artifacts", "turns"));
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(directory.FullName, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(started) < limit)
            {
                // A file lock has nothing to await.
                Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System).Wait();
            }
        }
    }
}
