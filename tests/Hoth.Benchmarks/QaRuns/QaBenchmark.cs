using System.Collections.Concurrent;
using System.Diagnostics;
using Hoth.Benchmarks.Machine;
using Hoth.Benchmarks.Report;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.QaRuns;
using Hoth.QaRuns.Execution;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Runs;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;

namespace Hoth.Benchmarks.QaRuns;

/// <summary>
/// A whole run against a mock CSP that takes 100 ms for each call, beside the least time that is possible: that of the longest chain of calls, or of all calls at the
/// allowed concurrency.
/// </summary>
internal static class QaBenchmark
{
    private const string Csp = "csp-qa";
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var table = new Table("concurrency", "calls", "of preparations", "scenarios", "run s", "longest chain s", "calls × 100 ms ÷ concurrency s", "times the larger of the two");
        foreach (var concurrency in new[] { 4, 8, 16, 32 })
        {
            await using var server = await MockCspServer.StartAsync(
                new MockCspOptions { Csps = new Dictionary<string, CspBehaviour> { [Csp] = new() { Latency = Latency } }, AnyPortfolioHasCosts = false, RecordRequests = false }, TimeProvider.System, cancellationToken);
            var options = new RunOptions { AllowWrites = true, Concurrency = concurrency };
            var spec = await ReadSpecAsync(server, cancellationToken);
            var journal = new Journal();
            var start = Stopwatch.GetTimestamp();
            await RunAsync(spec, server.AddressOf(Csp), options, journal, cancellationToken);
            var took = Stopwatch.GetElapsedTime(start).TotalSeconds;

            var records = journal.Records;
            var calls = records.Sum(r => r.Exchanges.Length);
            var chain = records.GroupBy(r => r.OperationId).Max(LongestChain) * Latency.TotalSeconds;
            var work = calls * Latency.TotalSeconds / concurrency;
            table.Add($"{concurrency}", calls, records.Where(r => r.Kind == ScenarioKind.Preparation).Sum(r => r.Exchanges.Length), records.Count, took, chain, work, took / Math.Max(chain, work));
        }

        table.Print($"QA run against a mock CSP that takes 100 ms for each call ({MachineFacts.DescribeLoad()})");
    }

    /// <summary>Calls that have to wait for each other: the preparation, the longest scenario, what comes after all.</summary>
    private static int LongestChain(IEnumerable<ScenarioRecord> operation)
    {
        var all = operation.ToList();
        var preparation = all.Where(r => r.Kind == ScenarioKind.Preparation).Sum(r => r.Exchanges.Length);
        var last = all.Where(r => r.ScenarioId.EndsWith("/rejected", StringComparison.Ordinal)).Sum(r => r.Exchanges.Length);
        return preparation + all.Where(r => r.Kind != ScenarioKind.Preparation).Max(r => r.Exchanges.Length) + last;
    }

    private static async Task<ApiSpec> ReadSpecAsync(MockCspServer server, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        return SpecReader.Read(await http.GetByteArrayAsync(new Uri($"{server.AddressOf(Csp)}/openapi.json"), cancellationToken));
    }

    private static async Task RunAsync(ApiSpec spec, Uri address, RunOptions options, Journal journal, CancellationToken cancellationToken)
    {
        using var handler = Target.CreateHandler();
        using var http = new HttpMessageInvoker(handler);
        using var throttle = new Throttle(options.Concurrency, options.RequestsPerSecond, TimeProvider.System);
        var behaviour = new CspBehaviour();
        using var credentials = new ClientCredentials(new Uri($"{address}/oauth2/token"), behaviour.ClientId, behaviour.ClientSecret, null, http, TimeProvider.System);
        var runner = new OperationRunner(spec, new Target(address, credentials, options, throttle, http, TimeProvider.System));
        await Task.WhenAll(spec.Operations.Select(o => runner.RunAsync(o, journal, cancellationToken)));
    }

    private sealed class Journal : IScenarioJournal
    {
        private readonly ConcurrentBag<ScenarioRecord> _records = [];

        public IReadOnlyCollection<ScenarioRecord> Records => _records;

        public Task<ScenarioRecord?> FindAsync(string scenarioId, CancellationToken cancellationToken) => Task.FromResult<ScenarioRecord?>(null);

        public Task CreatedAsync(string scenarioId, string operationId, ScenarioKind kind, string title, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ExecutedAsync(ScenarioRecord record, CancellationToken cancellationToken)
        {
            _records.Add(record);
            return Task.CompletedTask;
        }

        public Task AiFailedAsync(string operationId, int attempt, int of, string reason, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
