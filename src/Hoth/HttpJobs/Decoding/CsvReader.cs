using System.Buffers;
using System.Text;

namespace Hoth.HttpJobs.Decoding;

/// <summary>Splits CSV into rows.</summary>
internal sealed class CsvReader(TextReader reader, char delimiter)
{
    private const char Quote = '"';
    private const int LongestRow = 4 * 1024 * 1024;
    private const int End = -1;
    private static readonly SearchValues<char> Quotes = SearchValues.Create([Quote]);
    private readonly SearchValues<char> _ends = SearchValues.Create([delimiter, '\r', '\n']);
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _field = new();
    private int _at;
    private int _filled;
    private int _length;

    /// <summary>The next row's fields, or null at the end.</summary>
    /// <exception cref="HttpJobException">A quoted field is not closed, or something follows its end; a row is longer than 4 Mi characters.</exception>
    public async ValueTask<IReadOnlyList<string>?> NextAsync(CancellationToken cancellationToken)
    {
        var row = new List<string>();
        _length = 0;
        while (true)
        {
            var (end, wasQuoted) = await ReadFieldAsync(cancellationToken);
            if (end is End or '\n' && row.Count == 0 && _field.Length == 0 && !wasQuoted)
            {
                if (end == End) return null;
                continue;
            }

            row.Add(_field.ToString());
            if (end != delimiter) return row;
        }
    }

    /// <summary>Reads one field and what ends it: the delimiter, a line feed (for every line end), or nothing more.</summary>
    private async ValueTask<(int End, bool WasQuoted)> ReadFieldAsync(CancellationToken cancellationToken)
    {
        _field.Clear();
        var c = await TakeAsync(cancellationToken);
        if (c == Quote) return (await ReadQuotedAsync(cancellationToken), true);
        while (c != End && c != delimiter && c is not ('\r' or '\n'))
        {
            Append((char)c);
            AppendUntil(_ends);
            c = await TakeAsync(cancellationToken);
        }

        return (await LineEndAsync(c, cancellationToken), false);
    }

    private async ValueTask<int> ReadQuotedAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var c = await TakeAsync(cancellationToken);
            if (c == End) throw HttpJobException.Malformed("The CSV ends inside of a quoted field.");
            if (c != Quote)
            {
                Append((char)c);
                AppendUntil(Quotes);
                continue;
            }

            c = await TakeAsync(cancellationToken);
            if (c == Quote)
            {
                Append(Quote);
                continue;
            }

            if (c == End || c == delimiter || c is '\r' or '\n') return await LineEndAsync(c, cancellationToken);
            throw HttpJobException.Malformed("The CSV has text after the end of a quoted field.");
        }
    }

    /// <summary>CRLF and CR count as a line feed.</summary>
    private async ValueTask<int> LineEndAsync(int c, CancellationToken cancellationToken)
    {
        if (c != '\r') return c;
        if (await PeekAsync(cancellationToken) == '\n') _at++;
        return '\n';
    }

    /// <summary>What is in the buffer up to one of these, at once: a character at a time is many times slower.</summary>
    private void AppendUntil(SearchValues<char> ends)
    {
        var rest = _buffer.AsSpan(_at.._filled);
        var length = rest.IndexOfAny(ends);
        if (length < 0) length = rest.Length;
        if ((_length += length) > LongestRow) throw HttpJobException.TooLarge("A row of the CSV is longer than 4 Mi characters.");
        _field.Append(rest[..length]);
        _at += length;
    }

    private void Append(char c)
    {
        if (++_length > LongestRow) throw HttpJobException.TooLarge("A row of the CSV is longer than 4 Mi characters.");
        _field.Append(c);
    }

    private ValueTask<int> TakeAsync(CancellationToken cancellationToken) => _at < _filled ? new(_buffer[_at++]) : FillAndTakeAsync(cancellationToken);

    private async ValueTask<int> FillAndTakeAsync(CancellationToken cancellationToken) => await FillAsync(cancellationToken) ? _buffer[_at++] : End;

    private async ValueTask<int> PeekAsync(CancellationToken cancellationToken) => _at < _filled || await FillAsync(cancellationToken) ? _buffer[_at] : End;

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _at = 0;
        _filled = await reader.ReadAsync(_buffer, cancellationToken);
        return _filled > 0;
    }
}
