using Hoth.QaRuns;

namespace Hoth.Local.Qa;

/// <summary>What <c>qa</c> was asked for on the command line.</summary>
internal sealed record QaOptions
{
    /// <summary>File or URL of the specification.</summary>
    public string Spec { get; init; } = "";

    /// <summary>The target: what the paths of the specification begin with.</summary>
    public Uri BaseUrl { get; init; } = new("http://127.0.0.1/");

    /// <summary>How the run goes about its work.</summary>
    public RunOptions Run { get; init; } = new();

    /// <summary>What lets the run in.</summary>
    public QaCredentials Credentials { get; init; } = new();

    /// <summary>File of an earlier report; null: none.</summary>
    public string? BaselineFile { get; init; }

    /// <summary>Where the page goes; null: nowhere.</summary>
    public string? HtmlFile { get; init; }

    /// <summary>Where the JUnit XML goes; null: nowhere.</summary>
    public string? JUnitFile { get; init; }

    /// <summary>The report as JSON on standard output, everything else on standard error.</summary>
    public bool Json { get; init; }

    /// <summary>All notes about the specification, however many.</summary>
    public bool Notes { get; init; }
}

/// <summary>A bearer token, or a client of OAuth 2, or nothing. No record: it is not to be printed.</summary>
internal sealed class QaCredentials
{
    /// <summary>A token.</summary>
    public string? Token { get; init; }

    /// <summary>The token endpoint of a client.</summary>
    public Uri? TokenUrl { get; init; }

    /// <summary>Its id.</summary>
    public string? ClientId { get; init; }

    /// <summary>Its secret.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What it asks for; null: what the endpoint gives.</summary>
    public string? Scope { get; init; }
}
