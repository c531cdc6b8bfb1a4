using System.Buffers;

namespace Hoth.Reports.Output;

/// <summary>How rows are written.</summary>
internal interface IRowFormat
{
    string MediaType { get; }

    /// <summary>Before the first row.</summary>
    void Begin(IBufferWriter<byte> output);

    /// <summary>A row.</summary>
    /// <param name="row">One JSON value.</param>
    /// <param name="output">Takes it.</param>
    void Write(ReadOnlySpan<byte> row, IBufferWriter<byte> output);

    /// <summary>After the last row.</summary>
    void End(IBufferWriter<byte> output);
}

/// <summary>One array, each row verbatim on a line of its own.</summary>
internal sealed class JsonFormat : IRowFormat
{
    private bool _owesComma;

    public string MediaType => "application/json";

    public void Begin(IBufferWriter<byte> output) => output.Write("["u8);

    public void Write(ReadOnlySpan<byte> row, IBufferWriter<byte> output)
    {
        output.Write(_owesComma ? ",\n"u8 : "\n"u8);
        output.Write(row);
        _owesComma = true;
    }

    public void End(IBufferWriter<byte> output) => output.Write("\n]\n"u8);
}
