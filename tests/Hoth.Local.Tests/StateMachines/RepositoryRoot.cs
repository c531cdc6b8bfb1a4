namespace Hoth.Local.Tests.StateMachines;

/// <summary>Where Hoth.sln is.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, "Hoth.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"There is no Hoth.sln above {AppContext.BaseDirectory}.");
    }
}
