namespace Hoth.MockCsp.Behaviours;

/// <summary>One scripted misbehaviour.</summary>
public sealed record Fault
{
    /// <summary>What goes wrong.</summary>
    public FaultKind Kind { get; set; }

    /// <summary>The status of the answer, 200–599; 0 means the kind's usual one (503, for <see cref="FaultKind.Redirect"/> 302, else 200).</summary>
    public int Status { get; set; }

    /// <summary>
    /// How often it happens, per job: a job is its <c>Idempotency-Key</c>, or the path and query of a request without one
    /// (polls of a provisioning job count by path). Absent: always.
    /// </summary>
    public int? Times { get; set; }

    /// <summary>Operation ids of the OpenAPI document, or <c>issueToken</c>. Empty: every operation but <c>issueToken</c>.</summary>
    public IReadOnlyList<string> Operations { get; set; } = [];

    /// <summary>The request is served first, so that its effect stays although the answer is lost.</summary>
    public bool AfterProcessing { get; set; }

    /// <summary>Sent as <c>Retry-After</c>, verbatim; <c>date+N</c> becomes the HTTP date N seconds from now.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>Sent as <c>Location</c>: see <see cref="LocationTemplate"/>.</summary>
    public string? Location { get; set; }

    /// <summary>The body instead of the kind's usual one.</summary>
    public string? Body { get; set; }

    /// <summary>The content type instead of the kind's usual one.</summary>
    public string? ContentType { get; set; }

    /// <summary>Size of a <see cref="FaultKind.HugeBody"/> in bytes.</summary>
    public long Bytes { get; set; } = 16 << 20;

    /// <summary>How long a <see cref="FaultKind.SlowBody"/> dribbles before the real answer follows.</summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(30);

    internal int StatusOrUsual => Status != 0 ? Status : Kind switch
    {
        FaultKind.Status => 503,
        FaultKind.Redirect => 302,
        _ => 200,
    };

    internal bool NeedsProcessing => AfterProcessing || Kind == FaultKind.SlowBody;

    /// <summary>An error status with a problem as its body.</summary>
    public static Fault Answer(int status, int? times = null) => new() { Kind = FaultKind.Status, Status = status, Times = times };

    /// <summary>429 with Retry-After, which may be seconds, <c>date+N</c> or nonsense.</summary>
    public static Fault Throttled(string retryAfter, int? times = null) =>
        new() { Kind = FaultKind.Status, Status = 429, RetryAfter = retryAfter, Times = times };

    /// <summary>302 to another place.</summary>
    public static Fault RedirectTo(string location) => new() { Kind = FaultKind.Redirect, Location = location };
}
