using System.IO.Compression;

namespace Hoth.Packaging;

/// <summary>A zip whose bytes depend on names and contents only: sorted, without the time of day, with the same permissions everywhere.</summary>
internal static class ReproducibleZip
{
    /// <summary>The earliest that the format knows.</summary>
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A regular file that everybody may read and execute (st_mode 0100755) in the upper half: Lambda needs it for bootstrap, the loader for libraries.</summary>
    private const int Executable = unchecked((int)0x81ED0000);

    /// <summary>Writes it anew.</summary>
    public static void Create(string folder, string file)
    {
        using var output = File.Create(file);
        using var zip = new ZipArchive(output, ZipArchiveMode.Create);
        var names = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'));
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
            entry.LastWriteTime = Epoch;
            entry.ExternalAttributes = Executable;
            using var from = File.OpenRead(Path.Combine(folder, name));
            using var to = entry.Open();
            from.CopyTo(to);
        }
    }
}
