using System.Text;
using System.Text.Json;
using Hoth.Reports.Work;

namespace Hoth.Reports.Output;

/// <summary>The columns of a CSV file: every member that any row has, in the order of first appearance. A row that is no object has its one value in the column "value".</summary>
internal sealed class CsvColumns
{
    /// <summary>More columns are no table any more: each row would have a cell for each of them.</summary>
    public const int MaxColumns = 1000;

    private readonly List<byte[]> _names = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The names, in UTF-8.</summary>
    public IReadOnlyList<byte[]> Names => _names;

    /// <summary>Reads all rows once.</summary>
    /// <exception cref="ReportException">There are too many columns, or a part is gone.</exception>
    public static async Task<CsvColumns> FindAsync(PartRows rows, CancellationToken cancellationToken)
    {
        var columns = new CsvColumns();
        await foreach (var row in rows.ReadAsync(cancellationToken)) columns.Read(row.Span, []);
        return columns;
    }

    /// <summary>Finds where in a row the values of the columns are; columns that are new are added.</summary>
    /// <param name="row">One JSON value.</param>
    /// <param name="cells">Takes the place of each column's value, which stays as it is where the row has none; shorter than the columns: takes none.</param>
    public void Read(ReadOnlySpan<byte> row, Span<Range> cells)
    {
        var reader = new Utf8JsonReader(row, new JsonReaderOptions { MaxDepth = 128 });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Set(cells, NumberOf("value"), Range.All);
            return;
        }

        for (var expected = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; expected++)
        {
            // Rows mostly have the same members in the same order.
            var number = expected < _names.Count && reader.ValueTextEquals(_names[expected]) ? expected : NumberOf(TextOf(ref reader, row));
            expected = number;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            Set(cells, number, start..(int)reader.BytesConsumed);
        }
    }

    private static void Set(Span<Range> cells, int number, Range place)
    {
        if (number < cells.Length) cells[number] = place;
    }

    /// <summary>A name that is no text, because of half a surrogate pair, stands as it is written.</summary>
    private static string TextOf(ref Utf8JsonReader reader, ReadOnlySpan<byte> row)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    private int NumberOf(string name)
    {
        if (_numbers.TryGetValue(name, out var number)) return number;
        if (_names.Count == MaxColumns) throw new ReportException($"The rows have more than {MaxColumns} different members: ask for JSON instead of CSV.");
        _numbers.Add(name, _names.Count);
        _names.Add(Encoding.UTF8.GetBytes(name));
        return _names.Count - 1;
    }
}
