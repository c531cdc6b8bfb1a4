namespace Hoth.QaRuns.Results.Rendering;

/// <summary>Words that several renderers use.</summary>
public static class Words
{
    /// <summary>A verdict as the contract writes it.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "PASS",
        Verdict.PassWithWarnings => "PASS_WITH_WARNINGS",
        Verdict.Fail => "FAIL",
        _ => "INCONCLUSIVE",
    };

    /// <summary>A request and what came, on one line: <c>GET https://… → 200</c>. To be encoded.</summary>
    public static string Answer(Exchange exchange) =>
        $"{exchange.Method} {exchange.Url} → {(exchange.Status is { } status ? $"{status}" : exchange.Trouble ?? "no answer")}";

    /// <summary>How long a run took.</summary>
    public static string Duration(TimeSpan time) =>
        time.TotalSeconds < 60 ? $"{time.TotalSeconds:0.0} s" : $"{(int)time.TotalMinutes} min {time.Seconds} s";
}
