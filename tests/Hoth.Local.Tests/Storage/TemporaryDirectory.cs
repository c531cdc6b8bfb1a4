namespace Hoth.Local.Tests.Storage;

/// <summary>A directory of one test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hoth-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
