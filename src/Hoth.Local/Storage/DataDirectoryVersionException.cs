namespace Hoth.Local.Storage;

/// <summary>The data directory was written by a newer Hoth than this one.</summary>
public sealed class DataDirectoryVersionException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DataDirectoryVersionException(string directory, long found, long supported)
        : base($"The data directory {directory} was written by a newer Hoth (storage version {found}, this one knows up to {supported}). Use that Hoth, or another directory.")
    {
        Directory = directory;
    }

    /// <summary>The directory.</summary>
    public string Directory { get; }
}
