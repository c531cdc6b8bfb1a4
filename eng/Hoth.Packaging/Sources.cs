using System.Security.Cryptography;
using System.Text;

namespace Hoth.Packaging;

/// <summary>Everything that goes into the package, as one hash. Paths are relative: another checkout of the same sources has the same.</summary>
internal static class Sources
{
    private static readonly string[] Folders = ["src/Hoth", "src/Hoth.Aws", "src/Hoth.Functions", "src/Hoth.QaRuns", "compat", "infra/config", "eng/Hoth.Packaging"];

    /// <summary>SHA-256 in hex.</summary>
    public static string Hash(string root)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files(root).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(root, file).Replace('\\', '/') + '\0'));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>When the last of them was written.</summary>
    public static DateTime LastWritten(string root) => Files(root).Max(File.GetLastWriteTimeUtc);

    private static IEnumerable<string> Files(string root) => Folders
        .Select(folder => Path.Combine(root, folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        .Concat(Directory.EnumerateFiles(root, "Directory.*"))
        .Append(Path.Combine(root, "global.json"))
        .Where(file => !IsOutput(Path.GetRelativePath(root, file)));

    /// <summary>Builds put theirs below artifacts/; editors make these all the same.</summary>
    private static bool IsOutput(string path) => path.Split('/', '\\').Any(part => part is "bin" or "obj");
}
