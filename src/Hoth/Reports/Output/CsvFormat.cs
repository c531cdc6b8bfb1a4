using System.Buffers;
using System.Text.Json;

namespace Hoth.Reports.Output;

/// <summary>
/// RFC 4180 in UTF-8: a header line, CRLF after every line, quotes where they are needed. Texts keep their characters, numbers their digits; null and absent are empty; arrays
/// and objects are their JSON. What a spreadsheet would take for a formula has an apostrophe before it, unless it is a number (docs/reports.md).
/// </summary>
internal sealed class CsvFormat(CsvColumns columns) : IRowFormat
{
    private static readonly SearchValues<byte> Quoted = SearchValues.Create("\",\r\n"u8);
    private static readonly SearchValues<byte> FormulaStarts = SearchValues.Create("=+-@\t\r"u8);
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);
    private static readonly Range Absent = 0..0;

    private readonly Range[] _cells = new Range[columns.Names.Count];
    private byte[] _text = new byte[256];

    public string MediaType => "text/csv; charset=utf-8";

    public void Begin(IBufferWriter<byte> output)
    {
        for (var i = 0; i < columns.Names.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            WriteText(columns.Names[i], output);
        }

        output.Write("\r\n"u8);
    }

    public void Write(ReadOnlySpan<byte> row, IBufferWriter<byte> output)
    {
        Array.Fill(_cells, Absent);
        columns.Read(row, _cells);
        for (var i = 0; i < _cells.Length; i++)
        {
            if (i > 0) output.Write(","u8);
            WriteValue(row[_cells[i]], output);
        }

        output.Write("\r\n"u8);
    }

    public void End(IBufferWriter<byte> output)
    {
    }

    private void WriteValue(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        if (json.IsEmpty || json is [(byte)'n', ..]) WriteEmpty(output);
        else if (json[0] == (byte)'"') WriteText(Unescape(json), output);
        else WriteCell(json, output);
    }

    private void WriteText(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (text.IsEmpty)
        {
            WriteEmpty(output);
        }
        else if (FormulaStarts.Contains(text[0]) && !IsNumber(text))
        {
            byte[] guarded = [(byte)'\'', .. text];
            WriteCell(guarded, output);
        }
        else
        {
            WriteCell(text, output);
        }
    }

    /// <summary>A line with nothing on it would be no row.</summary>
    private void WriteEmpty(IBufferWriter<byte> output)
    {
        if (_cells.Length == 1) output.Write("\"\""u8);
    }

    private static void WriteCell(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (text.IndexOfAny(Quoted) < 0)
        {
            output.Write(text);
            return;
        }

        output.Write("\""u8);
        for (int quote; (quote = text.IndexOf((byte)'"')) >= 0; text = text[(quote + 1)..])
        {
            output.Write(text[..quote]);
            output.Write("\"\""u8);
        }

        output.Write(text);
        output.Write("\""u8);
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> json)
    {
        var raw = json[1..^1];
        if (!raw.Contains((byte)'\\')) return raw;
        if (_text.Length < raw.Length) _text = new byte[raw.Length * 2];
        var reader = new Utf8JsonReader(json);
        reader.Read();
        try
        {
            return _text.AsSpan(0, reader.CopyString(_text));
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is no character: the text stands as it is written in JSON.
            return raw;
        }
    }

    /// <summary>A sign, digits, and digits after a point.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        if (text[0] is (byte)'+' or (byte)'-') text = text[1..];
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "0"u8 : text[(point + 1)..];
        return !whole.IsEmpty && !fraction.IsEmpty && !whole.ContainsAnyExcept(Digits) && !fraction.ContainsAnyExcept(Digits);
    }
}
