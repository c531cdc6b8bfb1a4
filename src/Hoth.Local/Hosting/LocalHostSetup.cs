using Hoth.Functions.Catalog;
using Hoth.Local.CommandLine;
using Hoth.MockCsp;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.Hosting;

/// <summary>What a <see cref="LocalHost"/> is made of: the options, and what tests and the demo replace.</summary>
public sealed record LocalHostSetup
{
    /// <summary>The command line's.</summary>
    public required LocalOptions Options { get; init; }

    /// <summary>Where log entries go.</summary>
    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>The one clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The functions that it runs.</summary>
    public FunctionCatalog Catalog { get; init; } = FunctionCatalog.Create();

    /// <summary>The mock CSPs, if <see cref="LocalOptions.Mock"/>.</summary>
    public MockCspOptions Mock { get; init; } = new();

    /// <summary>Environment variables by name.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
