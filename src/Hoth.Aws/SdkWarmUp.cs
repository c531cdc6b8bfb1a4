using System.Net;
using System.Text;
using Amazon.Runtime;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Aws;

/// <summary>
/// Runs the SDK once from end to end while the function is still starting: on a thread of its own, against an HTTP handler in this process. Nothing
/// leaves it, nothing is stored. Most of an SDK's first call is compiling and setting up what every later call uses (docs/benchmarks.md, cold).
/// </summary>
internal static class SdkWarmUp
{
    /// <summary>The MD5 of <see cref="Body"/>, which the SDK checks.</summary>
    private const string Answer = """{"MessageId":"warm-up","MD5OfMessageBody":"99914b932bd37a50b983c5e7c90ae93b"}""";

    private const string Body = "{}";

    /// <summary>Begins and returns at once.</summary>
    /// <param name="ids">Ids.</param>
    /// <param name="time">The clock.</param>
    public static void Start(IIds ids, TimeProvider time) => new Thread(() => Run(ids, time)) { IsBackground = true, Name = "SDK warm-up" }.Start();

    /// <summary>What nearly every function does: write the job record, send a message.</summary>
    private static void Run(IIds ids, TimeProvider time)
    {
        try
        {
            // The settings of the function, so that the same paths are taken.
            var ports = new AwsPorts(AwsPorts.ReadSettings(), ids, time, LocalHttp.Instance);
            var now = time.GetUtcNow();
            var job = new JobRecord
            {
                JobId = "warm-up",
                Kind = JobKind.Cost,
                InstanceId = "warm-up",
                RequestHash = "",
                GroupId = "warm-up",
                CorrelationId = "warm-up",
                CreatedAt = now,
                LastUpdatedAt = now,
                DeadlineAt = now,
                ExpiresAt = now,
                PurgeAt = now,
            };
            ports.Jobs.TryCreateAsync(JobLifecycle.Accept(job, TimeSpan.Zero), CancellationToken.None).GetAwaiter().GetResult();
            ports.Queue.SendAsync(Queues.CostRequests, new OutgoingMessage(Body, job.GroupId), CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // The boundary of a thread that only saves time: whatever is wrong, the first real call finds it and says so.
        }
    }

    /// <summary>HTTP clients whose requests never leave the process.</summary>
    internal sealed class LocalHttp : HttpClientFactory
    {
        public static LocalHttp Instance { get; } = new();

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler());

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        private sealed class Handler : HttpMessageHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
                Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
                {
                    RequestMessage = request,
                    Content = new StringContent(Answer, Encoding.UTF8, "application/x-amz-json-1.0"),
                });
        }
    }
}
