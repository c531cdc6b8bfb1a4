using System.Text.Json.Nodes;
using System.Text.Json;
using Hoth.Aws.Tests.Emulators;
using Hoth.Functions.Catalog;
using Hoth.Jobs;
using Hoth.Packaging;

namespace Hoth.Aws.Tests.Published;

/// <summary>A file of events/ with what must come of it; events/README.md says what the members mean.</summary>
/// <param name="File">Its path.</param>
/// <param name="Event">The event.</param>
/// <param name="Expected">The file next to it.</param>
internal sealed record Sample(string File, JsonNode Event, JsonElement Expected)
{
    private const string ExpectEnding = ".expect.json";

    /// <summary>The folder with all of them.</summary>
    public static string Root { get; } = Checkout.PathOf("events");

    /// <summary>Folder by folder, in the order of their names.</summary>
    public static IReadOnlyList<Sample> All { get; } =
    [
        .. Directory.GetFiles(Root, "*.json", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(ExpectEnding, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => new Sample(file, JsonNode.Parse(System.IO.File.ReadAllText(file))!, JsonSerializer.Deserialize<JsonElement>(System.IO.File.ReadAllText(ExpectationOf(file))))),
    ];

    /// <summary>Through API Gateway, or else straight to its function.</summary>
    public bool IsHttp => !Expected.TryGetProperty("function", out _);

    /// <summary>It takes results off a queue.</summary>
    public bool IsDrain => IsHttp && Event["httpMethod"]!.GetValue<string>() == "GET" && Event["pathParameters"] is null;

    /// <summary>The job that has a result, or null.</summary>
    public string? Job => Expected.TryGetProperty("job", out var job) ? job.GetString() : null;

    /// <summary>The message that its function fails with, or null.</summary>
    public string? Error => Expected.TryGetProperty("error", out var error) ? error.GetString() : null;

    /// <summary>The event to send: with a good token where it wants one.</summary>
    public JsonNode EventFor(TokenIssuer issuer)
    {
        var sent = Event.DeepClone();
        if (Expected.TryGetProperty("token", out var token))
        {
            sent["headers"]!["Authorization"] = $"Bearer {issuer.Issue(token.GetProperty("sub").GetString()!, token.GetProperty("scope").GetString()!)}";
        }

        return sent;
    }

    /// <summary>The file with what is expected of one.</summary>
    public static string ExpectationOf(string file) => Path.ChangeExtension(file, null) + ExpectEnding;

    /// <summary>The function that it is for: that of its route, or the one that it names.</summary>
    public string FunctionIn(FunctionCatalog catalog)
    {
        if (!IsHttp)
        {
            return catalog[Expected.GetProperty("function").GetString()!].Name;
        }

        var route = new FunctionRoute(Event["httpMethod"]!.GetValue<string>(), Event["resource"]!.GetValue<string>());
        return catalog.All.Single(function => function.Route == route).Name;
    }

    /// <summary>The record of the job that must be there before, or null.</summary>
    public JobRecord? Given(DateTimeOffset now)
    {
        if (!Expected.TryGetProperty("given", out var given))
        {
            return null;
        }

        var request = given.GetProperty("request");
        var id = given.TryGetProperty("jobId", out var named) ? named : request.TryGetProperty("jobId", out var job) ? job : request.GetProperty("requestId");
        var kind = Enum.Parse<JobKind>(given.GetProperty("kind").GetString()!, ignoreCase: true);
        return JobLifecycle.Accept(
            new JobRecord
            {
                JobId = id.GetString()!,
                Kind = kind,
                InstanceId = given.GetProperty("instanceId").GetString()!,
                RequestHash = "sample",
                GroupId = request.TryGetProperty("portfolioId", out var portfolio) ? portfolio.GetString()! : id.GetString()!,
                Csp = request.TryGetProperty("targetCspName", out var csp) ? csp.GetString() : null,
                IsFetched = kind is JobKind.Report or JobKind.Qa,
                Poll = kind == JobKind.Report ? new JobPoll(null, now) : null,
                Request = new JobBody(request.GetRawText()),
                CorrelationId = "sample",
                CreatedAt = now,
                LastUpdatedAt = now,
                DeadlineAt = now,
                ExpiresAt = now,
                PurgeAt = now,
            },
            TimeSpan.FromHours(2));
    }
}
