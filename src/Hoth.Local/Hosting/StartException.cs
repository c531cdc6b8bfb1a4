namespace Hoth.Local.Hosting;

/// <summary>The host cannot start as it was told to; nothing was done. The program prints the lines and ends with 2.</summary>
public sealed class StartException(IReadOnlyList<string> lines, Exception? inner = null) : Exception(string.Join(Environment.NewLine, lines), inner)
{
    /// <summary>Creates the exception with one line.</summary>
    public StartException(string line, Exception? inner = null) : this([line], inner)
    {
    }

    /// <summary>What is wrong, one line for each thing.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;
}
