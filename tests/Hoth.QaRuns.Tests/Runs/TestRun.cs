using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.QaRuns.Ai;
using Hoth.QaRuns.Execution;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Runs;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Tests.Specs;

namespace Hoth.QaRuns.Tests.Runs;

/// <summary>A whole run against a mock CSP of its own, in this process, perhaps with a fault in it.</summary>
internal static class TestRun
{
    public const string Csp = "csp";

    public static ApiSpec Spec { get; } = SpecReader.Read(SpecReaderTests.MockCsp());

    public static RunOptions Options { get; } = new() { AllowWrites = true, PollSeconds = 0.05, JobTimeoutSeconds = 2, TimeoutSeconds = 30 };

    /// <summary>Runs.</summary>
    /// <param name="behaviour">How the CSP behaves.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="mutate">What stands between the run and the CSP; null: nothing.</param>
    /// <param name="options">How the run goes about its work, but for the seed.</param>
    public static async Task<TestJournal> RunAsync(CspBehaviour behaviour, int seed, Func<HttpMessageHandler, HttpMessageHandler>? mutate = null, RunOptions? options = null)
    {
        await using var server = await MockCspServer.StartAsync(new MockCspOptions { Csps = new Dictionary<string, CspBehaviour> { [Csp] = behaviour }, AnyPortfolioHasCosts = false }, TimeProvider.System);
        var journal = new TestJournal();
        await RunAsync(server, behaviour, journal, (options ?? Options) with { Seed = seed }, mutate);
        return journal;
    }

    public static async Task RunAsync(MockCspServer server, CspBehaviour behaviour, TestJournal journal, RunOptions options, Func<HttpMessageHandler, HttpMessageHandler>? mutate = null,
        ProposeInputs? proposer = null, string? operation = null, CancellationToken cancellationToken = default)
    {
        using var sockets = Target.CreateHandler();
        using var http = new HttpMessageInvoker(mutate?.Invoke(sockets) ?? sockets);
        using var throttle = new Throttle(options.Concurrency, options.RequestsPerSecond, TimeProvider.System);
        var address = server.AddressOf(Csp);
        using var credentials = new ClientCredentials(new Uri($"{address}/oauth2/token"), behaviour.ClientId, behaviour.ClientSecret, null, http, TimeProvider.System);
        var runner = new OperationRunner(Spec, new Target(address, credentials, options, throttle, http, TimeProvider.System), proposer);
        await Task.WhenAll(Spec.Operations.Where(o => OperationRunner.MayCall(o, options) && (operation is null || o.Id == operation)).Select(o => runner.RunAsync(o, journal, cancellationToken)));
    }

    public static IReadOnlyList<string> FingerprintsOf(TestJournal journal) =>
        [.. FindingFold.Fold(Spec, journal.Records).Select(f => f.Fingerprint).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> NotReached(TestJournal journal) =>
        [.. Spec.Operations.Select(o => o.Id).Except(journal.Records.SelectMany(r => r.Reached), StringComparer.Ordinal)];
}
