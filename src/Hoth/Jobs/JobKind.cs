namespace Hoth.Jobs;

/// <summary>What a job does; every kind shares one record, one lifecycle and one namespace of ids.</summary>
public enum JobKind
{
    /// <summary>Costs of a portfolio at one CSP (seed 004).</summary>
    Cost,

    /// <summary>A provisioning operation at one CSP (seed 004).</summary>
    Provisioning,

    /// <summary>An on-demand report (seed 002).</summary>
    Report,

    /// <summary>A run of a QA package (seed 003).</summary>
    Qa,
}
