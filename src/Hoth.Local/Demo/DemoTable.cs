using System.Text;
using System.Text.Json;

namespace Hoth.Local.Demo;

/// <summary>The demo's table: request → CSP → result, with times.</summary>
internal static class DemoTable
{
    /// <summary>For machines: one object on one line.</summary>
    public static string FormatJson(IReadOnlyList<DemoRow> rows, TimeSpan elapsed) => JsonSerializer.Serialize(
        new { @event = "Demo", expected = rows.Count(row => row.Mistake is null), of = rows.Count, seconds = Math.Round(elapsed.TotalSeconds, 1), rows },
        JsonSerializerOptions.Web);

    /// <summary>For people.</summary>
    public static string Format(IReadOnlyList<DemoRow> rows, TimeSpan elapsed)
    {
        string[] titles = ["request", "CSP", "what happens there", "answer", "result", "job time", "really", ""];
        var lines = rows.Select(Cells).Prepend(titles).ToList();
        var widths = Enumerable.Range(0, titles.Length).Select(column => lines.Max(line => line[column].Length)).ToList();
        var text = new StringBuilder();
        foreach (var (line, index) in lines.Select((line, index) => (line, index)))
        {
            text.AppendLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            if (index == 0) text.AppendLine(new string('-', widths.Sum() + 2 * (widths.Count - 1)));
        }

        var good = rows.Count(row => row.Mistake is null);
        return text.AppendLine().Append($"{good} of {rows.Count} as expected, in {elapsed.TotalSeconds:0.0} s").ToString();
    }

    /// <summary>241 ms, 2.2 s, 3 min 20 s, 2 h 0 min.</summary>
    public static string Text(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => $"{time.TotalMilliseconds:0} ms",
        { TotalMinutes: < 1 } => $"{time.TotalSeconds:0.0} s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };

    private static string[] Cells(DemoRow row) =>
    [
        row.Request, row.Csp, row.Description, row.Answer, row.Result,
        row.JobTime is { } job ? Text(job) : "", row.RealTime is { } real ? Text(real) : "",
        row.Mistake is null ? "ok" : "WRONG: " + row.Mistake,
    ];
}
