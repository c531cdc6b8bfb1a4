using Hoth.QaRuns.Results;
using Hoth.QaRuns.Results.Rendering;

namespace Hoth.Local.Qa;

/// <summary>A line for each operation that has ended; on a terminal a line that counts besides, a few times per second.</summary>
internal sealed class QaProgress(TextWriter output, bool isTerminal, int operations, TimeProvider time) : IQaProgress
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private const string Erase = "\r\e[K";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Counts> _counts = new(StringComparer.Ordinal);
    private long _shown = time.GetTimestamp();
    private int _ended;

    public void ScenarioEnded(ScenarioRecord record)
    {
        lock (_gate)
        {
            var counts = _counts.GetValueOrDefault(record.OperationId);
            _counts[record.OperationId] = record.Outcome switch
            {
                ScenarioOutcome.Passed => counts with { Passed = counts.Passed + 1 },
                ScenarioOutcome.Failed => counts with { Failed = counts.Failed + 1 },
                _ => counts with { NotRun = counts.NotRun + 1 },
            };
            if (!isTerminal || time.GetElapsedTime(_shown) < Pause) return;
            _shown = time.GetTimestamp();
            ShowCount();
        }
    }

    public void OperationEnded(string operationId)
    {
        lock (_gate)
        {
            _ended++;
            var counts = _counts.GetValueOrDefault(operationId);
            var verdict = counts.Failed > 0 ? "FAILED" : counts.NotRun > 0 ? "partly" : "ok";
            output.WriteLine($"{(isTerminal ? Erase : "")}{verdict,-7} {VisibleText.OneLine(operationId),-32} {counts}");
            if (isTerminal && _ended < operations) ShowCount();
        }
    }

    private void ShowCount()
    {
        var all = _counts.Values.Aggregate(default(Counts), (sum, one) => new Counts(sum.Passed + one.Passed, sum.Failed + one.Failed, sum.NotRun + one.NotRun));
        output.Write($"{Erase}{_ended} of {operations} operations, {all}");
        output.Flush();
    }

    private readonly record struct Counts(int Passed, int Failed, int NotRun)
    {
        public override string ToString() => $"{Passed + Failed + NotRun} scenarios: {Passed} passed, {Failed} failed, {NotRun} not run";
    }
}
