namespace Hoth.QaRuns.Results;

/// <summary>A request and what came back, as results keep it: made by <see cref="Redaction.Apply"/>, without secrets, bodies cut.</summary>
public sealed record Exchange
{
    /// <summary>Bodies are kept up to this many characters.</summary>
    public const int LongestBody = 4_096;

    /// <summary>The operation that was called.</summary>
    public required string OperationId { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The address, with its query.</summary>
    public required string Url { get; init; }

    /// <summary>Headers that were sent; the run's credentials read <see cref="Redaction.Credential"/>, other secrets <see cref="Redaction.Mark"/>.</summary>
    public IReadOnlyDictionary<string, string> RequestHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>What was sent; null: no body.</summary>
    public string? RequestBody { get; init; }

    /// <summary>More was sent than <see cref="RequestBody"/> keeps.</summary>
    public bool RequestBodyIsCut { get; init; }

    /// <summary>The status; null: no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>Headers that came.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>What came; null: no body.</summary>
    public string? ResponseBody { get; init; }

    /// <summary>More came than <see cref="ResponseBody"/> keeps.</summary>
    public bool ResponseBodyIsCut { get; init; }

    /// <summary>Why no answer came, for people; null: one came.</summary>
    public string? Trouble { get; init; }

    /// <summary>From sending to the end of the answer, in milliseconds.</summary>
    public long Milliseconds { get; init; }
}
