namespace Hoth.Infra;

/// <summary>Files of the checkout that the program was built from: state machines, the CSP directory, the functions' sources.</summary>
internal static class Checkout
{
    /// <summary>The folder of Hoth.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file by the parts of its path from the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hoth.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"There is no Hoth.sln above {AppContext.BaseDirectory}: the stack is synthesized from a checkout.");
    }
}
