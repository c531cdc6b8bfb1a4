using Hoth.Ports;
using Hoth.QaRuns.Ai;
using Hoth.QaRuns.Execution;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Runs;

/// <summary>Tests operations on their targets over HTTP. What is tested for one run in this process shares connections, tokens and limits.</summary>
/// <param name="secrets">Where credentials are.</param>
/// <param name="processes"><see cref="QaSettings.Processes"/>.</param>
/// <param name="time">The clock.</param>
public sealed class TargetOperations(ISecrets secrets, int processes, TimeProvider time) : IQaOperations, IDisposable
{
    /// <summary>A process works on few runs at a time.</summary>
    private const int Kept = 4;

    private readonly HttpMessageInvoker _http = new(Target.CreateHandler());
    private readonly SemaphoreSlim _opening = new(1);
    private readonly List<(string RunId, RunOnTarget Run)> _known = [];

    /// <inheritdoc />
    public async Task RunAsync(string runId, QaPlan plan, ApiOperation operation, IScenarioJournal journal, CancellationToken cancellationToken)
    {
        var run = await OpenAsync(runId, plan, cancellationToken);
        if (run.AiTrouble is { } trouble) await journal.AiFailedAsync(operation.Id, 1, 1, trouble, cancellationToken);
        await run.Runner.RunAsync(operation, journal, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (_, run) in _known) run.Proposer?.Dispose();
        _http.Dispose();
        _opening.Dispose();
    }

    private async Task<RunOnTarget> OpenAsync(string runId, QaPlan plan, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_known.Find(known => known.RunId == runId).Run is { } there) return there;
            var options = PartOf(plan.Package.Options);
            var secretsOf = new QaCredentials(secrets, _http, time);
            var credentials = await secretsOf.OpenAsync(plan.Package, cancellationToken);
            var throttle = new Throttle(options.Concurrency, options.RequestsPerSecond, time);
            var (proposer, trouble) = await ProposerAsync(plan.Package.Config.Ai, secretsOf, cancellationToken);
            var run = new RunOnTarget(new OperationRunner(plan.Spec, new Target(plan.Package.BaseUrl, credentials, options, throttle, _http, time), proposer), proposer, trouble);
            // One that is dropped may be at work; its connections end with it.
            if (_known.Count >= Kept) _known.RemoveAt(0);
            _known.Add((runId, run));
            return run;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<(ProposeInputs? Proposer, string? Trouble)> ProposerAsync(QaAi? ai, QaCredentials secretsOf, CancellationToken cancellationToken)
    {
        if (ai is null) return (null, null);
        var (key, trouble) = await secretsOf.KeyAsync(ai, cancellationToken);
        if (key is null) return (null, trouble);
        var settings = new AiSettings { BaseUrl = ai.BaseUrl, Model = ai.Model, ApiKey = key };
        return settings.Mistake() is { } mistake ? (null, $"The language model cannot be asked: {mistake}.") : (new ProposeInputs(settings, time), null);
    }

    /// <summary>Processes do not know of each other: together they keep within what the package allows, if it allows each at least one call.</summary>
    private RunOptions PartOf(RunOptions options) => options with
    {
        Concurrency = Math.Max(1, options.Concurrency / processes),
        RequestsPerSecond = options.RequestsPerSecond is { } rate ? Math.Max(1, rate / processes) : null,
    };

    private sealed record RunOnTarget(OperationRunner Runner, ProposeInputs? Proposer, string? AiTrouble);
}
