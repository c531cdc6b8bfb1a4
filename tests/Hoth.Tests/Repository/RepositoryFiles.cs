using Hoth.Packaging;

namespace Hoth.Tests.Repository;

/// <summary>The files of the checkout that the tests were built from.</summary>
internal static class RepositoryFiles
{
    /// <summary>What .gitignore names, and git's own folder.</summary>
    private static readonly HashSet<string> Ignored = [".git", "artifacts", "node_modules", ".hoth", "cdk.out", ".vs", ".idea", ".vscode", "__pycache__"];

    /// <summary>A file by its path from the root.</summary>
    public static string PathOf(string relativePath) => Checkout.PathOf(relativePath);

    /// <summary>The text of a file.</summary>
    public static string Read(string relativePath) => File.ReadAllText(PathOf(relativePath));

    /// <summary>Every file whose name ends so, by its path from the root with slashes.</summary>
    public static IEnumerable<string> EndingWith(params string[] endings) =>
        FilesIn(Checkout.Root)
            .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
            .Select(f => Path.GetRelativePath(Checkout.Root, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder).Where(d => !Ignored.Contains(Path.GetFileName(d))).SelectMany(FilesIn));
}
