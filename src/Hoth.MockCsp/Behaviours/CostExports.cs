namespace Hoth.MockCsp.Behaviours;

/// <summary>
/// A CSP whose costs are asynchronous too: an export is created, polled, downloaded and deleted. No part of the ATAT CSP API; <see cref="Hoth.MockCsp.Exports.CostExportJob"/>
/// is the definition that speaks with it.
/// </summary>
public sealed record CostExports
{
    /// <summary>Polls that still answer IN_PROGRESS; the next one is terminal. <see cref="int.MaxValue"/> never finishes.</summary>
    public int Polls { get; set; } = 2;

    /// <summary>The terminal status: COMPLETED, NO_DATA or FAILED.</summary>
    public string FinalStatus { get; set; } = "COMPLETED";

    /// <summary>Sent with the 202 and with each poll that is not terminal, in seconds.</summary>
    public int? RetryAfter { get; set; }

    /// <summary>Files that a completed export has, each with the same costs.</summary>
    public int Files { get; set; } = 1;

    /// <summary>Bytes of a note that each file has, to make it large.</summary>
    public int NoteBytes { get; set; }
}
