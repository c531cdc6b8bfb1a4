namespace Hoth.Local.Tokens;

/// <summary>A file that its owner alone may read, made once however many processes want it at the same time.</summary>
internal static class PrivateFile
{
    /// <summary>Its text.</summary>
    /// <param name="path">In a directory that exists.</param>
    /// <param name="make">Its text when there is no such file yet.</param>
    public static string ReadOrCreate(string path, Func<string> make)
    {
        if (!File.Exists(path)) Create(path, make());
        return File.ReadAllText(path);
    }

    private static void Create(string path, string text)
    {
        var draft = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, options)) writer.Write(text);
        try
        {
            File.Move(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first, and its file counts.
            File.Delete(draft);
        }
    }
}
