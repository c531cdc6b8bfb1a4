using Hoth.QaRuns.Execution;
using Hoth.QaRuns.Runs;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;

namespace Hoth.Local.Qa;

/// <summary>Tests an API in this process. Whoever types its address has allowed it: loopback and private addresses are called like any other.</summary>
internal sealed class QaEngine(TimeProvider time) : IQaEngine
{
    public async Task RunAsync(ApiSpec spec, QaOptions options, IScenarioJournal journal, IQaProgress progress, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(Target.CreateHandler());
        using var throttle = new Throttle(options.Run.Concurrency, options.Run.RequestsPerSecond, time);
        var target = new Target(options.BaseUrl, CredentialsOf(options.Credentials, http), options.Run, throttle, http, time);
        var runner = new OperationRunner(spec, target);
        // The throttle is what keeps the target within its limits; operations wait for each other at nothing else.
        var all = new ParallelOptions { MaxDegreeOfParallelism = options.Run.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(spec.Operations.Where(o => OperationRunner.MayCall(o, options.Run)), all, async (operation, token) =>
        {
            await runner.RunAsync(operation, journal, token);
            progress.OperationEnded(operation.Id);
        });
    }

    private TargetCredentials CredentialsOf(QaCredentials credentials, HttpMessageInvoker http) => credentials switch
    {
        { Token: { } token } => new BearerCredentials(token),
        { TokenUrl: { } url, ClientId: { } id, ClientSecret: { } secret } => new ClientCredentials(url, id, secret, credentials.Scope, http, time),
        _ => TargetCredentials.None,
    };
}
