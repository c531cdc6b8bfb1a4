using System.Globalization;

namespace Hoth.Benchmarks.Report;

/// <summary>A table in Markdown that also reads well on a console: columns are aligned, all but the first to the right.</summary>
internal sealed class Table(params string[] head)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; numbers get as many decimals as their size asks for.</summary>
    public Table Add(params object?[] cells)
    {
        _rows.Add([.. cells.Select(Text)]);
        return this;
    }

    public void Print(string title)
    {
        var widths = head.Select((text, column) => _rows.Select(row => row[column].Length).Append(text.Length).Max()).ToArray();
        Console.WriteLine();
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Print(head, widths);
        Console.WriteLine($"|{string.Join('|', widths.Select((width, column) => column == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":"))}|");
        foreach (var row in _rows) Print(row, widths);
    }

    private static void Print(string[] cells, int[] widths) =>
        Console.WriteLine($"| {string.Join(" | ", cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))} |");

    private static string Text(object? cell) => cell switch
    {
        null => "",
        double number => number.ToString(Math.Abs(number) switch { >= 100 => "#,0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture),
        int or long => ((IFormattable)cell).ToString("#,0", CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };
}
