namespace Hoth.Packaging;

/// <summary>
/// An output tree (<c>ArtifactsPath</c>) in which the projects that the functions use were compiled for Release, with <c>Reproducible=true</c>, from nothing on. Whoever compiles
/// leaves a file <see cref="Started"/> in it before the compiler reads the first source.
/// </summary>
/// <param name="Folder">Its root.</param>
public sealed record CompiledTree(string Folder)
{
    /// <summary>Its time is that of the start.</summary>
    public const string Started = "started";

    /// <summary>Whether it was compiled from what is there now: nothing that goes into the package was written after the start.</summary>
    /// <param name="root">The checkout.</param>
    public bool IsOf(string root)
    {
        var started = new FileInfo(Path.Combine(Folder, Started));
        return started.Exists && Sources.LastWritten(root) < started.LastWriteTimeUtc;
    }

    /// <summary>Where a project's own outputs of one kind are.</summary>
    internal string[] FoldersOf(string project, string kind) => [Path.Combine(Folder, "obj", project, kind), Path.Combine(Folder, "bin", project, kind)];
}
