using Hoth.CloudProviders;
using Hoth.Functions.Composition;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Tests.Functions;

/// <summary>Ports for tests in which nothing may reach a port: each call fails the test.</summary>
public sealed class NoPorts : IQueue, IJobStore, IDocumentStore, IArtifactStore, IWorkflowStarter, ISecrets, IIds, IEventFeed
{
    public const string NewId = "0123456789abcdefghijklmnop";

    public static HostPorts Create(CapturingLoggerFactory logs)
    {
        var none = new NoPorts();
        return new HostPorts
        {
            Queue = none,
            Jobs = none,
            Documents = none,
            Feeds = none,
            Artifacts = none,
            Workflows = none,
            Secrets = none,
            Csps = new CspDirectory([]),
            Ids = none,
            Time = TimeProvider.System,
            LoggerFactory = logs,
            PublicUrl = new Uri("https://hoth.example/v1/"),
        };
    }

    string IIds.NewId() => NewId;

    public Task<FeedAppend> AppendAsync(string feed, FeedEntry entry, CancellationToken cancellationToken) => throw Unexpected;

    public Task<FeedPage> ReadAsync(string feed, long after, int limit, CancellationToken cancellationToken) => throw Unexpected;

    public Task<string?> FindEntryAsync(string feed, string key, CancellationToken cancellationToken) => throw Unexpected;

    public Task<FeedEntryPage> ListEntriesAsync(string feed, string prefix, string? after, CancellationToken cancellationToken) => throw Unexpected;

    public double NextDouble() => 0.5;

    public Task StartAsync(string workflow, string executionName, string input, CancellationToken cancellationToken) => throw Unexpected;

    public Task<string> SendAsync(string queue, OutgoingMessage message, CancellationToken cancellationToken) => throw Unexpected;

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int maximum, TimeSpan visibility, TimeSpan wait, CancellationToken cancellationToken) => throw Unexpected;

    public Task<IReadOnlyList<string>> DeleteAsync(string queue, IReadOnlyList<string> receipts, CancellationToken cancellationToken) => throw Unexpected;

    public Task<bool> ChangeVisibilityAsync(string queue, string receipt, TimeSpan visibility, CancellationToken cancellationToken) => throw Unexpected;

    Task<JobRecord?> IJobStore.FindAsync(string jobId, CancellationToken cancellationToken) => throw Unexpected;

    public Task<JobRecord?> TryCreateAsync(JobRecord job, CancellationToken cancellationToken) => throw Unexpected;

    public Task<JobUpdate> UpdateAsync(string jobId, Func<JobRecord, JobRecord?> change, CancellationToken cancellationToken) => throw Unexpected;

    public Task<DuePage> ListDueAsync(DateTimeOffset upTo, DueCursor? after, int limit, CancellationToken cancellationToken) => throw Unexpected;

    public Task<IReadOnlyList<JobRecord>> ListDeliveredAsync(JobKind kind, DateTimeOffset since, string? afterJobId, int limit, CancellationToken cancellationToken) => throw Unexpected;

    public Task<OwnedPage> ListOwnedAsync(string owner, DateTimeOffset? createdAfter, OwnedCursor? after, int limit, CancellationToken cancellationToken) => throw Unexpected;

    Task<StoredDocument?> IDocumentStore.FindAsync(string type, string id, CancellationToken cancellationToken) => throw Unexpected;

    public Task<bool> TryPutAsync(StoredDocument document, CancellationToken cancellationToken) => throw Unexpected;

    public Task<bool> TryDeleteAsync(string type, string id, long version, CancellationToken cancellationToken) => throw Unexpected;

    public Task PutAsync(string key, Stream content, string mediaType, CancellationToken cancellationToken) => throw Unexpected;

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) => throw Unexpected;

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw Unexpected;

    public Task<Uri> GetDownloadUrlAsync(string key, TimeSpan lifetime, CancellationToken cancellationToken) => throw Unexpected;

    Task<string?> ISecrets.FindAsync(string name, CancellationToken cancellationToken) => throw Unexpected;

    private static InvalidOperationException Unexpected => new("No port may be reached in this test.");
}
