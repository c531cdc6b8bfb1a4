namespace Hoth.Local.Storage;

/// <summary>Another process has the data directory open.</summary>
public sealed class DataDirectoryInUseException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DataDirectoryInUseException(string directory, Exception inner)
        : base($"The data directory {directory} is in use by another Hoth. Stop that one, or choose another directory.", inner)
    {
        Directory = directory;
    }

    /// <summary>The directory.</summary>
    public string Directory { get; }
}
