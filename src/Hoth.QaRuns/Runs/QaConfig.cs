using System.Collections.Immutable;
using Hoth.Http;
using Hoth.Jobs;
using Hoth.Json;

namespace Hoth.QaRuns.Runs;

/// <summary>How runs of a package go about their work: <see cref="RunOptions"/> as clients write them, and what to compare with and whom to ask.</summary>
public sealed record QaConfig
{
    private static readonly RunOptions Defaults = new();

    /// <inheritdoc cref="RunOptions.Seed"/>
    public int Seed { get; init; } = Defaults.Seed;

    /// <inheritdoc cref="RunOptions.Concurrency"/>
    public int Concurrency { get; init; } = Defaults.Concurrency;

    /// <inheritdoc cref="RunOptions.RequestsPerSecond"/>
    public int? RequestsPerSecond { get; init; }

    /// <inheritdoc cref="RunOptions.TimeoutSeconds"/>
    public int TimeoutSeconds { get; init; } = Defaults.TimeoutSeconds;

    /// <inheritdoc cref="RunOptions.MaxResponseBytes"/>
    public int MaxResponseBytes { get; init; } = Defaults.MaxResponseBytes;

    /// <inheritdoc cref="RunOptions.MaxScenariosPerOperation"/>
    public int MaxScenariosPerOperation { get; init; } = Defaults.MaxScenariosPerOperation;

    /// <inheritdoc cref="RunOptions.PollSeconds"/>
    public double PollSeconds { get; init; } = Defaults.PollSeconds;

    /// <inheritdoc cref="RunOptions.JobTimeoutSeconds"/>
    public int JobTimeoutSeconds { get; init; } = Defaults.JobTimeoutSeconds;

    /// <inheritdoc cref="RunOptions.Parameters"/>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>An earlier run to compare with; null: none.</summary>
    public string? Baseline { get; init; }

    /// <summary>The language model that proposes scenarios besides; null: none.</summary>
    public QaAi? Ai { get; init; }

    /// <summary>Reads and checks the member of a package; null: it has none.</summary>
    internal static QaConfig Read(JsonInput? input)
    {
        if (input is null) return new QaConfig();
        var defaults = new QaConfig();
        var config = new QaConfig
        {
            Seed = input.OptionalInteger("seed", 0, int.MaxValue) ?? defaults.Seed,
            Concurrency = input.OptionalInteger("concurrency", 1, 64) ?? defaults.Concurrency,
            RequestsPerSecond = input.OptionalInteger("requestsPerSecond", 1, 1_000),
            TimeoutSeconds = input.OptionalInteger("timeoutSeconds", 1, 120) ?? defaults.TimeoutSeconds,
            MaxResponseBytes = input.OptionalInteger("maxResponseBytes", 1024, 16 * 1024 * 1024) ?? defaults.MaxResponseBytes,
            MaxScenariosPerOperation = input.OptionalInteger("maxScenariosPerOperation", 1, 1_000) ?? defaults.MaxScenariosPerOperation,
            PollSeconds = ConfigInput.OptionalSeconds(input, "pollSeconds", 0.05, 60) ?? defaults.PollSeconds,
            JobTimeoutSeconds = input.OptionalInteger("jobTimeoutSeconds", 1, 840) ?? defaults.JobTimeoutSeconds,
            Parameters = ConfigInput.Texts(input, "parameters"),
            Baseline = input.OptionalString("baseline", JobIds.IsClientId, JobIds.ClientIdRule),
            Ai = input.Object("ai", required: false) is { } ai ? AiOf(ai) : null,
        };
        input.RefuseUnknownMembers();
        return config;
    }

    /// <summary>For the engine.</summary>
    internal RunOptions ToOptions(bool allowWrites) => new()
    {
        AllowWrites = allowWrites,
        Seed = Seed,
        Concurrency = Concurrency,
        RequestsPerSecond = RequestsPerSecond,
        TimeoutSeconds = TimeoutSeconds,
        MaxResponseBytes = MaxResponseBytes,
        MaxScenariosPerOperation = MaxScenariosPerOperation,
        PollSeconds = PollSeconds,
        JobTimeoutSeconds = JobTimeoutSeconds,
        Parameters = Parameters,
    };

    private static QaAi? AiOf(JsonInput input)
    {
        var baseUrl = ConfigInput.Url(input, "baseUrl", required: true, SafeScheme.IsUsedBy, "must be an https URL without query and fragment, or http on this machine");
        var model = input.RequiredString("model", name => name.Length is >= 1 and <= 200 && !name.Any(char.IsControl), "must be 1 to 200 printable characters");
        var key = input.RequiredString("apiKeyRef", QaSecret.IsName, QaSecret.NameRule);
        input.RefuseUnknownMembers();
        return baseUrl is null || model is null || key is null ? null : new QaAi(baseUrl, model, key);
    }
}

/// <summary>A language model behind a chat endpoint that speaks OpenAI's protocol.</summary>
/// <param name="BaseUrl">Where <c>chat/completions</c> is below.</param>
/// <param name="Model">Its name there.</param>
/// <param name="ApiKeyRef">The name of the secret with its key: <c>{ "target": URL, "token": KEY }</c> (<see cref="QaSecret"/>).</param>
public sealed record QaAi(Uri BaseUrl, string Model, string ApiKeyRef);
