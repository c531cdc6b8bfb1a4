using System.Collections;
using System.Diagnostics;
using Hoth.Aws;
using Hoth.Aws.Tests.RuntimeApi;
using Hoth.Functions.Catalog;
using Hoth.Functions.QaRuns;
using Hoth.Ports;
using Hoth.QaRuns.Runs;

namespace Hoth.Benchmarks.Cold;

/// <summary>Starts the packaged program as one function and gives it events.</summary>
internal sealed class ColdStart(LambdaPackage package, AwsStub aws)
{
    private const string TriedPrefix = "COLD_";

    /// <summary>To try what a setting does: COLD_DOTNET_TieredCompilation=0 becomes DOTNET_TieredCompilation=0.</summary>
    private static readonly Dictionary<string, string> Tried = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(variable => ((string)variable.Key, (string)variable.Value!)).Where(variable => variable.Item1.StartsWith(TriedPrefix, StringComparison.Ordinal))
        .ToDictionary(variable => variable.Item1[TriedPrefix.Length..], variable => variable.Item2);

    private readonly ServersWarmUp servers = new(aws);

    /// <summary>One start.</summary>
    /// <param name="definition">Which function.</param>
    /// <param name="given">What is in AWS before every event.</param>
    /// <param name="csp">The CSP that its request names, if its event is one.</param>
    /// <param name="warm">How many more events it gets after the first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ColdStartResult> RunAsync(FunctionDefinition definition, AwsState given, string csp, int warm, CancellationToken cancellationToken)
    {
        await using var runtime = await RuntimeApiServer.StartAsync();
        await servers.WarmUpAsync(runtime.HostAndPort, () => runtime.InvokeAsync("{}"), cancellationToken);
        var payload = FunctionEvents.Of(definition, given, csp);
        aws.State = given;
        var start = Stopwatch.GetTimestamp();
        using var process = Start(definition.Name, runtime.HostAndPort, Tried);
        try
        {
            var outcome = await InvokeAsync(runtime, process, payload, cancellationToken);
            var cold = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            process.Refresh();
            var (memory, cpu) = (process.WorkingSet64, process.TotalProcessorTime.TotalMilliseconds);
            var after = aws.State;
            var times = new List<double>();
            for (var i = 0; i < warm; i++)
            {
                aws.State = given;
                var sent = Stopwatch.GetTimestamp();
                _ = AnswerOf(definition, await InvokeAsync(runtime, process, payload, cancellationToken));
                times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }

            process.Refresh();
            var warmCpu = (process.TotalProcessorTime.TotalMilliseconds - cpu) / Math.Max(warm, 1);
            return new(cold, Stopwatch.GetElapsedTime(start, outcome.TakenAt).TotalMilliseconds, cpu, memory, times, warmCpu, FunctionEvents.Describe(definition, AnswerOf(definition, outcome)), after);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <inheritdoc cref="ServersWarmUp.MeasureAsync"/>
    public Task<IReadOnlyList<double>> MeasureRequestsAsync(int events, CancellationToken cancellationToken) => servers.MeasureAsync(events, cancellationToken);

    /// <summary>One start that is not timed, and ends as Lambda ends it.</summary>
    /// <param name="definition">Which function.</param>
    /// <param name="given">What is in AWS before every event.</param>
    /// <param name="events">What it gets; it may fail.</param>
    /// <param name="environment">More variables.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task PlayAsync(FunctionDefinition definition, AwsState given, IEnumerable<string> events, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        await using var runtime = await RuntimeApiServer.StartAsync();
        using var process = Start(definition.Name, runtime.HostAndPort, environment);
        try
        {
            foreach (var payload in events)
            {
                aws.State = given;
                await InvokeAsync(runtime, process, payload, cancellationToken);
            }

            using var terminate = Process.Start("kill", ["-TERM", process.Id.ToString()]);
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            process.Kill();
        }
    }

    private static async Task<InvocationOutcome> InvokeAsync(RuntimeApiServer runtime, Process process, string payload, CancellationToken cancellationToken)
    {
        var answer = runtime.InvokeAsync(payload);
        await Task.WhenAny(answer, runtime.InitError, process.WaitForExitAsync(cancellationToken));
        if (runtime.InitError.IsCompleted) throw new InvalidOperationException($"The function did not start: {(await runtime.InitError).ErrorMessage}");
        if (!answer.IsCompleted) throw new InvalidOperationException("The function ended without an answer.");
        return await answer;
    }

    private static string AnswerOf(FunctionDefinition definition, InvocationOutcome outcome)
    {
        // An authorizer refuses by failing; the tasks of QA runs find their job gone.
        var mayFail = definition.Shape == HandlerShape.Authorizer || definition.DeclaringType == typeof(QaRunTaskFunctions);
        return outcome.Response ?? (mayFail ? outcome.Error!.ErrorMessage! : throw new InvalidOperationException($"The function failed: {outcome.Error?.ErrorMessage}"));
    }

    private Process Start(string function, string runtimeApi, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(package.Executable) { RedirectStandardOutput = true };
        // What Lambda sets, and nothing of the developer's own.
        start.Environment.Clear();
        var variables = new Dictionary<string, string>
        {
            ["HOTH_FUNCTION"] = function,
            [AwsSettings.TableVariable] = "hoth",
            [AwsSettings.BucketVariable] = "hoth-artifacts",
            [QaSettings.TargetsVariable] = FunctionEvents.QaTarget,
            ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_ACCESS_KEY_ID"] = "stub",
            ["AWS_SECRET_ACCESS_KEY"] = "stub",
            ["AWS_SESSION_TOKEN"] = "stub",
            ["AWS_ENDPOINT_URL"] = aws.Address.GetLeftPart(UriPartial.Authority),
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        foreach (var queue in Queues.All.SelectMany(q => new[] { q.Name, Queues.DeadLetter(q.Name) })) start.Environment[AwsSettings.QueueVariable(queue)] = aws.QueueUrl(queue).AbsoluteUri;
        foreach (var workflow in Workflows.All) start.Environment[AwsSettings.StateMachineVariable(workflow)] = $"arn:aws:states:us-east-1:123456789012:stateMachine:{workflow}";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        // Its log must not fill the pipe.
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}

/// <summary>What a start showed.</summary>
/// <param name="ColdMs">From the start of the process to the answer to its first event.</param>
/// <param name="InitMs">Of it, until it asked for that event.</param>
/// <param name="CpuMs">CPU time of the process until then, kernel and all threads.</param>
/// <param name="MemoryBytes">Resident after that.</param>
/// <param name="WarmMs">Of each further event.</param>
/// <param name="WarmCpuMs">CPU time of the process for each of these.</param>
/// <param name="Answer">To the first event, in a word.</param>
/// <param name="After">What was in AWS after the first event.</param>
internal sealed record ColdStartResult(double ColdMs, double InitMs, double CpuMs, long MemoryBytes, IReadOnlyList<double> WarmMs, double WarmCpuMs, string Answer, AwsState After);
