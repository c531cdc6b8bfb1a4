namespace Hoth.Callers;

/// <summary>The scopes that Hoth knows (values of a token's <c>scope</c>, RFC 8693, section 4.2). Everybody sees their own jobs without any.</summary>
public static class Scopes
{
    /// <summary>Reads report configurations and generates reports from them.</summary>
    public const string ReadReports = "reports.read";

    /// <summary>Creates, replaces and deletes report configurations.</summary>
    public const string WriteReports = "reports.write";

    /// <summary>Reads QA packages.</summary>
    public const string ReadQa = "qa.read";

    /// <summary>Creates, replaces and deletes QA packages.</summary>
    public const string WriteQa = "qa.write";

    /// <summary>Runs QA packages: calls their targets.</summary>
    public const string RunQa = "qa.run";

    /// <summary>Sees the jobs of everybody, those of SNOW included.</summary>
    public const string ReadAllJobs = "jobs.read.all";

    /// <summary>Cancels the jobs of everybody.</summary>
    public const string CancelAllJobs = "jobs.cancel.all";
}
