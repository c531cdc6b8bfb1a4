using Hoth.Http;

namespace Hoth.QaRuns.Ai;

/// <summary>A chat endpoint that speaks OpenAI's protocol, and how to use it.</summary>
public sealed record AiSettings
{
    /// <summary>Where <c>chat/completions</c> is below: <c>https://api.openai.com/v1</c>. https, or http on a loopback host; no user info, query or fragment.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The model, as the endpoint names it.</summary>
    public required string Model { get; init; }

    /// <summary>Sent as a bearer token. A secret.</summary>
    public required string ApiKey { get; init; }

    /// <summary>For one attempt, until the last byte; in seconds. 1 to 300.</summary>
    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>What is wrong with the settings; null: nothing. Never repeats the key.</summary>
    public string? Mistake()
    {
        if (!BaseUrl.IsAbsoluteUri || BaseUrl.UserInfo.Length > 0 || BaseUrl.Query.Length > 0 || BaseUrl.Fragment.Length > 0) return "baseUrl must be an absolute URL without user info, query and fragment";
        if (!SafeScheme.IsUsedBy(BaseUrl)) return "baseUrl must be https (http for a loopback host only)";
        if (Model.Length is 0 or > 200) return "model must have 1 to 200 characters";
        if (ApiKey.Length is 0 or > 4_096 || ApiKey.Any(c => c is <= ' ' or > '~')) return "apiKey must have 1 to 4096 visible characters of ASCII";
        return TimeoutSeconds is < 1 or > 300 ? "timeoutSeconds must be from 1 to 300" : null;
    }

    /// <summary>Without the key.</summary>
    public override string ToString() => $"{Model} at {BaseUrl}";
}
