namespace Hoth.Packaging;

/// <summary>Files of the checkout that the running program was built from.</summary>
public static class Checkout
{
    /// <summary>The folder of Hoth.sln.</summary>
    /// <exception cref="InvalidOperationException">The program does not run from within a checkout.</exception>
    public static string Root => Found.Value;

    private static readonly Lazy<string> Found = new(Find);

    /// <summary>A file by the parts of its path from the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hoth.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"There is no Hoth.sln above {AppContext.BaseDirectory}: this needs a checkout.");
    }
}
