namespace Hoth.MockCsp.Behaviours;

/// <summary>
/// A CSP that accepts writes with 202 and finishes them later. The polls drive it: what was asked for comes into being
/// with the poll that answers SUCCESS.
/// </summary>
public sealed record AsyncProvisioning
{
    /// <summary>Polls that still answer <see cref="WorkingStatus"/>; the next one is terminal. <see cref="int.MaxValue"/> never finishes.</summary>
    public int Polls { get; set; } = 2;

    /// <summary>Not terminal before this time has passed since acceptance, whatever the number of polls.</summary>
    public TimeSpan NotBefore { get; set; }

    /// <summary>The status of polls before the end. IN_PROGRESS, or a word that the specification does not know.</summary>
    public string WorkingStatus { get; set; } = "IN_PROGRESS";

    /// <summary>The terminal status: SUCCESS or FAILURE.</summary>
    public string FinalStatus { get; set; } = "SUCCESS";

    /// <summary>The <c>Location</c> of the 202: see <see cref="LocationTemplate"/>; empty for none.</summary>
    public string Location { get; set; } = LocationTemplate.Absolute;

    /// <summary>Sent with the 202 and with each poll that is not terminal; see <see cref="Fault.RetryAfter"/>.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>The operations that answer 202. The specification knows addEnvironment only.</summary>
    public IReadOnlyList<string> Operations { get; set; } = ["addEnvironment"];
}
