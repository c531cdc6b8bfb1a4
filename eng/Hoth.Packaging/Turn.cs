using System.Diagnostics;

namespace Hoth.Packaging;

/// <summary>One at a time, over all the processes of the machine that use this checkout: for what they install or build together.</summary>
public static class Turn
{
    /// <summary>Waits until nobody else has this turn; it ends when the file is closed, or its process.</summary>
    /// <param name="file">What stands for the turn. Never deleted: whoever opened it just before would hold a turn that nobody sees.</param>
    /// <param name="limit">The longest wait.</param>
    /// <exception cref="IOException">Somebody else had it all that time.</exception>
    public static FileStream Take(string file, TimeSpan limit)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(started) < limit)
            {
                // A file lock has nothing to await.
                Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System).Wait();
            }
        }
    }
}
