namespace Hoth.MockCsp.Behaviours;

/// <summary>The CSPs that a server offers when nothing else is asked for.</summary>
public static class DemoCsps
{
    /// <summary>Name → behaviour.</summary>
    public static IReadOnlyDictionary<string, CspBehaviour> All { get; } = new SortedDictionary<string, CspBehaviour>(StringComparer.Ordinal)
    {
        ["csp-a"] = new(),
        ["csp-b"] = new(),
        ["csp-slow"] = new() { Latency = TimeSpan.FromSeconds(2) },
        ["csp-flaky"] = new() { Faults = [Fault.Answer(503, times: 2)] },
        ["csp-missing"] = new() { Faults = [Fault.Answer(404)] },
        ["csp-async"] = new() { Async = new() },
        ["csp-async-fail"] = new() { Async = new() { FinalStatus = "FAILURE" } },
        ["csp-async-stuck"] = new() { Async = new() { Polls = int.MaxValue } },
        ["csp-export"] = new() { CostExports = new() },
        ["csp-export-fail"] = new() { CostExports = new() { Polls = 0, FinalStatus = "FAILED" } },
        ["csp-export-empty"] = new() { CostExports = new() { FinalStatus = "NO_DATA" } },
        ["csp-throttled"] = new() { Faults = [Fault.Throttled("1", times: 1)] },
        ["csp-down"] = new() { Faults = [Fault.Answer(503)] },
        ["csp-broken"] = new() { Faults = [new() { Kind = FaultKind.MalformedJson }] },
        ["csp-not-ready"] = new() { Faults = [new() { Kind = FaultKind.Status, Status = 405, Operations = ["addPortfolio", "addTaskOrder", "updateTaskOrder", "addEnvironment"] }] },
    };

    /// <summary>One line on each demo CSP, for the console.</summary>
    public static string Describe(CspBehaviour behaviour)
    {
        List<string> words = [];
        if (behaviour.Latency > TimeSpan.Zero)
        {
            words.Add($"answers after {behaviour.Latency.TotalSeconds:0.###} s");
        }

        words.AddRange(behaviour.Faults.Select(Describe));
        if (behaviour.Async is { } job)
        {
            words.Add(job.Polls == int.MaxValue ? "202, never finishes" : $"202, {job.FinalStatus} after {job.Polls} polls");
        }

        if (behaviour.CostExports is { } export)
        {
            words.Add($"costs by export, {export.FinalStatus} after {export.Polls} polls");
        }

        return words.Count == 0 ? "well behaved" : string.Join("; ", words);
    }

    private static string Describe(Fault fault)
    {
        var what = fault.Kind == FaultKind.Status ? $"{fault.StatusOrUsual}" : fault.Kind.ToString();
        var retry = fault.RetryAfter is null ? "" : $" with Retry-After {fault.RetryAfter}";
        var times = fault.Times is { } n ? $", {n}× per job" : ", always";
        var only = fault.Operations.Count == 0 ? "" : $" for {string.Join(", ", fault.Operations)}";
        return what + retry + only + times;
    }
}
