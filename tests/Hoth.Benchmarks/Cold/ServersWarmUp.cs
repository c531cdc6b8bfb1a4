using System.Diagnostics;
using System.Text;
using Hoth.Aws.Tests.RuntimeApi;

namespace Hoth.Benchmarks.Cold;

/// <summary>
/// Has the benchmark's own servers compiled before anything is timed: without it, the first answers of a server that was just started are a part of the
/// cold start of the program that waits for them.
/// </summary>
internal sealed class ServersWarmUp(AwsStub aws)
{
    /// <summary>What a server of this program needs until the compiler leaves it alone.</summary>
    private const int FirstRounds = 2_000;

    /// <summary>What one more server of the same kind needs.</summary>
    private const int Rounds = 5;

    private const string Record = """{"Item":{"pk":{"S":"warm"}}}""";

    private int _rounds = FirstRounds;

    /// <summary>Asks and answers as a function would.</summary>
    /// <param name="runtimeApi">Host and port of a Runtime API.</param>
    /// <param name="invoke">Has it give out an event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WarmUpAsync(string runtimeApi, Func<Task> invoke, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        for (; _rounds > 0; _rounds--) await PlayAsync(http, runtimeApi, invoke, cancellationToken);
        _rounds = Rounds;
    }

    /// <summary>
    /// What the five requests of a StartCostJob cost by themselves: the event, a record, a message, the record again, the answer, asked by this process without the SDK. The
    /// least that a function can need here.
    /// </summary>
    /// <param name="events">How many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Milliseconds of each.</returns>
    public async Task<IReadOnlyList<double>> MeasureAsync(int events, CancellationToken cancellationToken)
    {
        await using var runtime = await RuntimeApiServer.StartAsync();
        using var http = new HttpClient();
        var times = new List<double>(events);
        for (var i = 0; i < events; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await PlayAsync(http, runtime.HostAndPort, () => runtime.InvokeAsync("{}"), cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private async Task PlayAsync(HttpClient http, string runtimeApi, Func<Task> invoke, CancellationToken cancellationToken)
    {
        var invocation = invoke();
        using var next = await http.GetAsync(new Uri($"http://{runtimeApi}/2018-06-01/runtime/invocation/next"), cancellationToken);
        await CallAwsAsync(http, "DynamoDB_20120810.PutItem", Record, cancellationToken);
        await CallAwsAsync(http, "AmazonSQS.SendMessage", """{"QueueUrl":"http://localhost/000000000000/warm","MessageBody":"{}"}""", cancellationToken);
        await CallAwsAsync(http, "DynamoDB_20120810.PutItem", Record, cancellationToken);
        var id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
        using var answer = new StringContent("{}", Encoding.UTF8, "application/json");
        using var posted = await http.PostAsync(new Uri($"http://{runtimeApi}/2018-06-01/runtime/invocation/{id}/response"), answer, cancellationToken);
        await invocation;
    }

    private async Task CallAwsAsync(HttpClient http, string target, string body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, aws.Address) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0") };
        request.Headers.Add("X-Amz-Target", target);
        using var answer = await http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
