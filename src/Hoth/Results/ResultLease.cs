using System.Text.Json;
using System.Text.Json.Serialization;
using Hoth.Jobs;

namespace Hoth.Results;

/// <summary>Results that a client holds without their being deleted, until it acknowledges them or the lease runs out.</summary>
/// <param name="Kind">Whose results.</param>
/// <param name="ExpiresAt">From then on what was not acknowledged is delivered again.</param>
/// <param name="Items">What is leased.</param>
internal sealed record ResultLease(JobKind Kind, DateTimeOffset ExpiresAt, IReadOnlyList<LeasedResult> Items)
{
    /// <summary>The document type under which leases are stored.</summary>
    public const string DocumentType = "lease";

    /// <summary>How long after its end a lease is still known (409, and repeated acknowledgements 200) before it is unknown (404).</summary>
    public static TimeSpan Afterlife { get; } = TimeSpan.FromDays(1);

    /// <summary>As stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, LeaseJson.Default.ResultLease);

    /// <summary>From the store.</summary>
    public static ResultLease FromJson(string json) =>
        JsonSerializer.Deserialize(json, LeaseJson.Default.ResultLease) ?? throw new JsonException("A lease must not be null.");
}

/// <summary>One result of a lease.</summary>
/// <param name="JobId">Whose.</param>
/// <param name="Receipt">Deletes it from the queue.</param>
/// <param name="State">What the client said of it.</param>
internal sealed record LeasedResult(string JobId, string Receipt, LeaseState State);

/// <summary>What a client said of a leased result.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LeaseState>))]
internal enum LeaseState
{
    /// <summary>Nothing yet.</summary>
    Held,

    /// <summary>It has it: deleted.</summary>
    Acknowledged,

    /// <summary>It does not want it now: visible again.</summary>
    Released,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ResultLease))]
internal sealed partial class LeaseJson : JsonSerializerContext;
