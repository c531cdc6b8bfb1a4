using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.Output;

/// <summary>One line per job step: time, step, job, CSP, detail. Everything else is a line with its message.</summary>
internal sealed class HumanFormat(bool colour, TimeZoneInfo zone) : ILogFormat
{
    private const string Reset = "\e[0m";
    private const string Red = "\e[31m";
    private const string Green = "\e[32m";
    private const string Yellow = "\e[33m";
    private const string Dim = "\e[2m";

    /// <summary>The steps of the job say what a line for each request would; the greeting says where the host is ready.</summary>
    public bool Shows(EventId id) => id.Name is not ("RequestAnswered" or "Ready" or "CspAnswered");

    public bool ShowsScopes => false;

    public void Write(TextWriter output, in LogEntry entry)
    {
        var time = TimeZoneInfo.ConvertTime(entry.Time, zone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var (step, detail) = StepOf(entry);
        var line = step is null
            ? $"{(entry.Level >= LogLevel.Error ? "ERROR" : entry.Level == LogLevel.Warning ? "warning" : ""),-10} {entry.State}{Correlation(entry)}"
            : $"{step,-10} {entry["JobId"],-24} {entry["Csp"],-14} {detail}";
        if (!colour)
        {
            output.WriteLine($"{time}  {line}");
            return;
        }

        output.WriteLine($"{Dim}{time}{Reset}  {ColourOf(entry, step)}{line}{Reset}");
    }

    private static (string? Step, string Detail) StepOf(in LogEntry entry) => entry.Event.Name switch
    {
        "JobAccepted" => ("accepted", $"correlation {entry["CorrelationId"]}"),
        "JobReplayed" => ("replayed", "asked for again: one job"),
        "JobStarted" => ("started", $"attempt {entry["Attempt"]}"),
        "JobRetried" => ("retry", $"attempt {entry["Attempt"]}, again in {entry["DelaySeconds"]:0.0} s: {entry["Reason"]}"),
        "JobFinished" => ("finished", $"{entry["Status"]} {entry["Code"]}, attempt {entry["Attempt"]}, {entry["ElapsedMs"]:0} ms"),
        "JobPolled" => ("polled", $"{entry["Status"]}, poll {entry["Poll"]}, next in {entry["DelaySeconds"]:0} s"),
        "ResultLeased" => ("leased", $"delivery {entry["ReceiveCount"]}"),
        "ResultAcknowledged" => ("acked", ""),
        "JobHadEnded" => ("ended", "its message is dropped"),
        "JobLeftOnQueue" => ("left", $"{entry["ErrorType"]}: it comes again"),
        "ResultDelivered" => ("delivered", $"delivery {entry["ReceiveCount"]}"),
        "DuplicateDropped" => ("dropped", "was delivered before"),
        _ => (null, ""),
    };

    private static string Correlation(in LogEntry entry) =>
        entry.Scope?.FirstOrDefault(value => value.Key == "CorrelationId").Value is { } id ? $" (correlation {id})" : "";

    private static string ColourOf(in LogEntry entry, string? step) => entry.Level switch
    {
        >= LogLevel.Error => Red,
        LogLevel.Warning => Yellow,
        _ => step switch
        {
            "finished" => entry["Status"]?.ToString() == "Succeeded" ? Green : Red,
            "started" => Dim,
            _ => "",
        },
    };
}
