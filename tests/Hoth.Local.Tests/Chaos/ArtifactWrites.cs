namespace Hoth.Local.Tests.Chaos;

/// <summary>Watches for artifacts that are being written, and kills the host in the middle of some.</summary>
internal sealed class ArtifactWrites : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private int _begun;

    /// <param name="run">Whose host.</param>
    /// <param name="killAt">At which of all writes, over restarts, counted from 1.</param>
    public ArtifactWrites(ChaosRun run, IReadOnlyList<int> killAt)
    {
        Directory = Path.Combine(run.DataDirectory, "artifacts", "unfinished");
        _watcher = new FileSystemWatcher(Directory);
        _watcher.Created += (_, _) =>
        {
            if (killAt.Contains(Interlocked.Increment(ref _begun))) run.Kill();
        };
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Where unfinished artifacts are.</summary>
    public string Directory { get; }

    public void Dispose() => _watcher.Dispose();
}
