using Hoth.CloudProviders;
using Hoth.PortContracts;
using Hoth.Ports;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hoth.Tests.CloudProviders;

/// <summary>A client, the scripted CSP that it calls, and a clock that stands still.</summary>
internal sealed class CspFixture : IAsyncDisposable
{
    public static readonly CspMonths Months = new("2026-01", "2026-03");

    private CspFixture(ScriptedCsp server)
    {
        Server = server;
        Client = new CspClient(Secrets, new FixedIds(), Time, new HothMetrics(), NullLogger<CspClient>.Instance);
        Csp = new CspSettings("csp-a", server.Uri, new CspTokenSettings(server.TokenUri, ["atat/read-cost", "b"]), "secret-a",
            new CspCosts(CspCostMode.Sync), new CspLimits(20, TimeSpan.FromSeconds(20)), HonoursIdempotencyKey: false);
    }

    public ScriptedCsp Server { get; }

    public ManualTimeProvider Time { get; } = new();

    public ScriptedSecrets Secrets { get; } = new();

    public CspClient Client { get; }

    public CspSettings Csp { get; set; }

    public static async Task<CspFixture> StartAsync() => new(await ScriptedCsp.StartAsync());

    /// <summary>One try of a GET below the base.</summary>
    public Task<CspOutcome> GetAsync(CancellationToken cancellationToken = default) => TryAsync(HttpMethod.Get, null, cancellationToken);

    public Task<CspOutcome> TryAsync(HttpMethod method, string? body = null, CancellationToken cancellationToken = default) =>
        Client.TryAsync(Csp, new CspRequest(method, CspPath.Below(Csp, "x"), "instance-1") { BodyJson = body }, Csp.Limits.Timeout, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}

internal sealed class FixedIds : IIds
{
    public string NewId() => "id";

    public double NextDouble() => 0.5;
}

/// <summary>Secrets from a function of how often they were asked for.</summary>
internal sealed class ScriptedSecrets : ISecrets
{
    private int _asked;

    public int Asked => _asked;

    public Func<int, string?> Answer { get; set; } = _ => """{"clientId":"id","clientSecret":"pw"}""";

    public Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        name.ShouldBe("secret-a");
        return Task.FromResult(Answer(Interlocked.Increment(ref _asked)));
    }
}

internal static class OutcomeAssertions
{
    public static CspAnswer ShouldBeAnswered(this CspOutcome outcome, int status)
    {
        var answer = outcome.ShouldBeOfType<CspOutcome.Answered>().Answer;
        answer.Status.ShouldBe(status);
        return answer;
    }

    public static CspFailure ShouldBeFailed(this CspOutcome outcome, CspFailureKind kind)
    {
        var failure = outcome.ShouldBeOfType<CspOutcome.Failed>().Failure;
        failure.Kind.ShouldBe(kind, failure.Detail);
        return failure;
    }
}
