using Hoth.Functions.Tokens;

namespace Hoth.Local.CommandLine;

/// <summary>What the command line asks for; the defaults are those of a first start.</summary>
public sealed record LocalOptions
{
    /// <summary>The front door's address: http, an IP address or localhost, and a port (0: a free one).</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:5080");

    /// <summary>The base of URLs in answers; null: the address that the front door listens on.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Where everything is kept; created where there is none.</summary>
    public string DataDirectory { get; init; } = ".hoth";

    /// <summary>The CSP directory file; null: the embedded mock CSPs.</summary>
    public string? CspsFile { get; init; }

    /// <summary>The folder of HTTP job definitions; null: <c>http-jobs</c> beside <see cref="CspsFile"/>, if there is one.</summary>
    public string? HttpJobsDirectory { get; init; }

    /// <summary>JSON file of secrets by name; null: none but the mock's and those in the environment.</summary>
    public string? SecretsFile { get; init; }

    /// <summary>What QA runs may test besides what listens on this machine: everything below these.</summary>
    public IReadOnlyList<Uri> QaTargets { get; init; } = [];

    /// <summary>Start mock CSPs in this process.</summary>
    public bool Mock { get; init; } = true;

    /// <summary>One JSON line per log entry.</summary>
    public bool Json { get; init; }

    /// <summary>Warnings and errors only.</summary>
    public bool Quiet { get; init; }

    /// <summary>Between two runs of each scheduled function, instead of what its schedule says; null: what its schedule says.</summary>
    public TimeSpan? SweepInterval { get; init; }

    /// <summary>Where this process kills itself, for fault tests; null: nowhere.</summary>
    public FaultPointOption? FaultPoint { get; init; }

    /// <summary>Whose tokens are taken; null: the development issuer's, if any.</summary>
    public TokenSettings? Tokens { get; init; }

    /// <summary>Print a token and end; null: do something else.</summary>
    public TokenRequest? Token { get; init; }

    /// <summary>Play the sample events and end.</summary>
    public bool Demo { get; init; }

    /// <summary>True when <see cref="DataDirectory"/> was named on the command line.</summary>
    public bool DataDirectoryGiven { get; init; }
}

/// <summary>A token to print.</summary>
/// <param name="Subject">Whose.</param>
/// <param name="Scope">What it allows; may be empty.</param>
/// <param name="Lifetime">How long.</param>
public sealed record TokenRequest(string Subject, string Scope, TimeSpan Lifetime);

/// <summary>One fault point.</summary>
/// <param name="Name">A name of <see cref="Ports.FaultPoint"/>.</param>
/// <param name="Occurrence">At which time it is reached: 1 and more.</param>
public sealed record FaultPointOption(string Name, int Occurrence);
