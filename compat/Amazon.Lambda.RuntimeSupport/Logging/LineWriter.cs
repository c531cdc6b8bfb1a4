using System.Globalization;
using System.Text;

namespace Amazon.Lambda.RuntimeSupport.Logging;

/// <summary>Hands whole lines to <paramref name="writeLine"/> and passes everything else on as it is.</summary>
internal sealed class LineWriter(TextWriter inner, Action<string> writeLine) : TextWriter(CultureInfo.InvariantCulture)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Flush() => inner.Flush();

    public override void Write(char value) => inner.Write(value);

    public override void Write(char[] buffer, int index, int count) => inner.Write(buffer, index, count);

    public override void Write(string value) => inner.Write(value);

    public override void WriteLine() => writeLine(string.Empty);

    public override void WriteLine(string value) => writeLine(value);

    public override void WriteLine(object value) => writeLine(Convert.ToString(value, FormatProvider));

    public override void WriteLine(bool value) => writeLine(value.ToString(FormatProvider));

    public override void WriteLine(char value) => writeLine(value.ToString());

    public override void WriteLine(char[] buffer) => writeLine(new string(buffer));

    public override void WriteLine(char[] buffer, int index, int count) => writeLine(new string(buffer, index, count));

    public override void WriteLine(ReadOnlySpan<char> buffer) => writeLine(buffer.ToString());

    public override void WriteLine(StringBuilder value) => writeLine(value?.ToString());

    public override void WriteLine(decimal value) => writeLine(value.ToString(FormatProvider));

    public override void WriteLine(double value) => writeLine(value.ToString(FormatProvider));

    public override void WriteLine(float value) => writeLine(value.ToString(FormatProvider));

    public override void WriteLine(int value) => writeLine(value.ToString(FormatProvider));

    public override void WriteLine(uint value) => writeLine(value.ToString(FormatProvider));

    public override void WriteLine(long value) => writeLine(value.ToString(FormatProvider));

    public override void WriteLine(ulong value) => writeLine(value.ToString(FormatProvider));

    public override void WriteLine(string format, object arg0) => writeLine(string.Format(FormatProvider, format, arg0));

    public override void WriteLine(string format, object arg0, object arg1) => writeLine(string.Format(FormatProvider, format, arg0, arg1));

    public override void WriteLine(string format, object arg0, object arg1, object arg2) => writeLine(string.Format(FormatProvider, format, arg0, arg1, arg2));

    public override void WriteLine(string format, params object[] arg) => writeLine(string.Format(FormatProvider, format, arg));

    public override Task WriteLineAsync(string value) => Async(value);

    public override Task WriteLineAsync(char value) => Async(value.ToString());

    public override Task WriteLineAsync(char[] buffer, int index, int count) => Async(new string(buffer, index, count));

    public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) => Async(buffer.ToString());

    private Task Async(string line)
    {
        writeLine(line);
        return Task.CompletedTask;
    }
}
