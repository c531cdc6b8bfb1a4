using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Hoth.QaRuns.Ai;
using Hoth.QaRuns.Execution;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Values;

namespace Hoth.QaRuns.Runs;

/// <summary>
/// Tests one operation: finds or makes the resources that it needs, then tries its scenarios, as many at a time as the target takes. Everything is written to the journal
/// as it happens; what is there is not done again.
/// </summary>
/// <param name="spec">The API.</param>
/// <param name="target">Where it is.</param>
/// <param name="proposer">Proposes more than the schema does; null: nobody.</param>
public sealed class OperationRunner(ApiSpec spec, Target target, ProposeInputs? proposer = null)
{
    private const string QuietCount = "quiet count";
    private const string Proposals = "proposals";

    private readonly ApiMap _map = new(spec);
    private readonly CaseWriter _writer = new(new ValueGenerator(target.Options.Seed));

    /// <summary>Whether an operation may be called: without leave to write only those that read.</summary>
    public static bool MayCall(ApiOperation operation, RunOptions options) => options.AllowWrites || operation.IsSafe;

    /// <summary>Tests an operation, or goes on where the journal ends.</summary>
    /// <param name="operation">One of the specification's.</param>
    /// <param name="journal">Where it is written down.</param>
    /// <param name="cancellationToken">Stops; what has run is in the journal.</param>
    /// <exception cref="RunEndedException">The run has ended.</exception>
    public async Task RunAsync(ApiOperation operation, IScenarioJournal journal, CancellationToken cancellationToken)
    {
        var generator = new ScenarioGenerator(_map, _writer, target.Options, target.Credentials.CanNarrow);
        IReadOnlyList<Scenario> scenarios;
        var leftOut = 0;
        string? trouble = null;
        try
        {
            scenarios = generator.Generate(operation, out leftOut);
        }
        catch (NoValueException e)
        {
            (scenarios, trouble) = ([], e.Message);
        }

        var preparationId = $"{operation.Id}/{ScenarioKind.Preparation}/";
        var proposed = await ProposeAsync(operation, preparationId, journal, cancellationToken);
        var preparation = await RunAsync(
            preparationId, operation, ScenarioKind.Preparation, "What the other scenarios need", journal, ImmutableSortedDictionary<string, string>.Empty, leftOut,
            (run, token) =>
            {
                // Kept, so that a run that goes on has the same.
                if (proposed.Count > 0) run.Variables[Proposals] = JsonSerializer.Serialize(proposed, ProposalJson.Default.IReadOnlyListProposal);
                return trouble is null ? PrepareAsync(run, operation, generator, token) : throw new NotRunException(trouble);
            },
            cancellationToken);

        var records = new ConcurrentBag<ScenarioRecord>();
        var work = scenarios.Select(s => (Func<CancellationToken, Task>)(async token => records.Add(await RunAsync(s, preparation, journal, token))));
        work = work.Concat(ProposalsOf(preparation).Select((proposal, i) => (Func<CancellationToken, Task>)(token => RunAsync(
            $"{operation.Id}/{ScenarioKind.Proposed}/{i}", operation, ScenarioKind.Proposed, proposal.Title, journal, preparation.Captured, 0,
            (run, t) => new ProposalRun(run).RunAsync(proposal, t), token))));
        if (trouble is null && Lifecycle.IsOf(operation, _map, target.Options))
        {
            // The longest first, so that nothing waits for it at the end.
            work = work.Prepend(token => RunAsync(
                $"{operation.Id}/{ScenarioKind.Lifecycle}/", operation, ScenarioKind.Lifecycle, "What is written is read back", journal, preparation.Captured, 0,
                (run, t) => new Lifecycle(run, _writer).RunAsync(operation, t), token));
        }

        await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = target.Options.Concurrency, CancellationToken = cancellationToken }, async (one, token) => await one(token));
        await CheckLeaksAsync(operation, generator, preparation, records, journal, cancellationToken);
    }

    private async Task<IReadOnlyList<Proposal>> ProposeAsync(ApiOperation operation, string preparationId, IScenarioJournal journal, CancellationToken cancellationToken) =>
        proposer is null || await journal.FindAsync(preparationId, cancellationToken) is not null ? [] : await proposer.AskAsync(spec, operation, journal, cancellationToken);

    private List<Proposal> ProposalsOf(ScenarioRecord preparation) => preparation.Captured.TryGetValue(Proposals, out var text)
        ? [.. JsonSerializer.Deserialize(text, ProposalJson.Default.IReadOnlyListProposal)!.Where(p => ProposalRun.IsAllowed(p, spec, target.Options))]
        : [];

    private Task<ScenarioRecord> RunAsync(Scenario scenario, ScenarioRecord preparation, IScenarioJournal journal, CancellationToken cancellationToken) => RunAsync(
        scenario.Id, scenario.Operation, scenario.Kind, scenario.Title, journal, preparation.Captured, 0, (run, token) => run.TryAsync(scenario, token), cancellationToken);

    private async Task<ScenarioRecord> RunAsync(
        string id, ApiOperation operation, ScenarioKind kind, string title, IScenarioJournal journal, ImmutableSortedDictionary<string, string> known, int leftOut,
        Func<ScenarioRun, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (await journal.FindAsync(id, cancellationToken) is { } done) return done;
        await journal.CreatedAsync(id, operation.Id, kind, title, cancellationToken);
        var variables = new Dictionary<string, string>(known, StringComparer.Ordinal);
        var run = new ScenarioRun(target, _map, variables);
        string? reason = null;
        try
        {
            await work(run, cancellationToken);
        }
        catch (Exception e) when (e is NotRunException or NoValueException)
        {
            reason = e.Message;
        }

        var record = run.ToRecord(id, operation.Id, kind, title, reason) with
        {
            Captured = kind == ScenarioKind.Preparation ? variables.ToImmutableSortedDictionary(StringComparer.Ordinal) : ImmutableSortedDictionary<string, string>.Empty,
            LeftOut = leftOut,
        };
        await journal.ExecutedAsync(record, cancellationToken);
        return record;
    }

    private async Task PrepareAsync(ScenarioRun run, ApiOperation operation, ScenarioGenerator generator, CancellationToken cancellationToken)
    {
        var finder = new ResourceFinder(run, _writer, operation.Id);
        await finder.FindAsync(operation, cancellationToken);
        if (generator.OtherParentOf(operation) is { } other) await finder.MakeAsync(other, ScenarioGenerator.Other + other.Item, cancellationToken);
        if (generator.QuietParentOf(operation) is { } quiet && _map.ParameterOf(quiet) is { } parent)
        {
            if (await finder.MakeAsync(parent, ScenarioGenerator.Quiet + quiet, cancellationToken)
                && await finder.Reader.CountAsync(ResourcePath.Place(operation.Path), ScenarioGenerator.Quiet + quiet, cancellationToken) is { } count)
            {
                run.Variables[QuietCount] = count.ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>After all that was rejected: is there more than before?</summary>
    private async Task CheckLeaksAsync(
        ApiOperation operation, ScenarioGenerator generator, ScenarioRecord preparation, IReadOnlyCollection<ScenarioRecord> records, IScenarioJournal journal, CancellationToken cancellationToken)
    {
        if (generator.QuietParentOf(operation) is not { } parent || !preparation.Captured.TryGetValue(QuietCount, out var before)) return;
        var variable = ScenarioGenerator.Quiet + parent;
        await RunAsync(
            $"{operation.Id}/{ScenarioKind.Lifecycle}/rejected", operation, ScenarioKind.Lifecycle, "What was rejected left nothing behind", journal, preparation.Captured, 0,
            async (run, token) =>
            {
                if (records.Any(r => r.Kind == ScenarioKind.Violation && r.Outcome == ScenarioOutcome.Failed)) throw new NotRunException("Not everything that should be rejected was.");
                var after = await new ResourceReader(run, _writer).CountAsync(ResourcePath.Place(operation.Path), variable, token);
                if (after is null) throw new NotRunException("The resources could not be counted.");
                run.Assert();
                if ($"{after}" == before) return;
                run.Find(operation, new Checks.Difference(CheckNames.RejectedCreateLeaks, operation.Pointer, $"There were {before} resources before a series of rejected requests, and {after} after it."));
            },
            cancellationToken);
    }
}
