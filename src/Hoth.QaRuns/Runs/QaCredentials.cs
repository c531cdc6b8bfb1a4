using System.Text;
using System.Text.Json;
using Hoth.Json;
using Hoth.Ports;
using Hoth.QaRuns.Execution;

namespace Hoth.QaRuns.Runs;

/// <summary>Makes credentials of secrets (<see cref="QaSecret"/>).</summary>
internal sealed class QaCredentials(ISecrets secrets, HttpMessageInvoker http, TimeProvider time)
{
    private const string NotThere = "There is no secret of the name that credentialsRef gives.";
    private const string Unusable = "The secret that credentialsRef names must be { target, token } or { target, tokenUrl, clientId, clientSecret }.";
    private const string ForAnother = "The secret that credentialsRef names is for another target.";

    /// <summary>The credentials of a package. Where they cannot be had, every scenario that needs them says why.</summary>
    public async Task<TargetCredentials> OpenAsync(QaPackage package, CancellationToken cancellationToken)
    {
        if (package.CredentialsRef is not { } name) return TargetCredentials.None;
        if (await secrets.FindAsync(name, cancellationToken) is not { } text) return new NoCredentials(NotThere);
        using var document = StrictJson.TryParse(Encoding.UTF8.GetBytes(text), out _);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } secret || UrlOf(secret, "target") is not { } target) return new NoCredentials(Unusable);
        if (!TargetUrls.IsWithin(package.BaseUrl, target)) return new NoCredentials(ForAnother);
        if (TextOf(secret, "token") is { } token) return new BearerCredentials(token);
        return UrlOf(secret, "tokenUrl") is { } tokenUrl && TextOf(secret, "clientId") is { } id && TextOf(secret, "clientSecret") is { } clientSecret
            ? new ClientCredentials(tokenUrl, id, clientSecret, TextOf(secret, "scope"), http, time)
            : new NoCredentials(Unusable);
    }

    /// <summary>The key for a language model; or why there is none.</summary>
    public async Task<(string? Key, string? Trouble)> KeyAsync(QaAi ai, CancellationToken cancellationToken)
    {
        if (await secrets.FindAsync(ai.ApiKeyRef, cancellationToken) is not { } text) return (null, "There is no secret of the name that apiKeyRef gives.");
        using var document = StrictJson.TryParse(Encoding.UTF8.GetBytes(text), out _);
        return document?.RootElement is { ValueKind: JsonValueKind.Object } secret && UrlOf(secret, "target") is { } target && TargetUrls.IsWithin(ai.BaseUrl, target) && TextOf(secret, "token") is { } key
            ? (key, null)
            : (null, "The secret that apiKeyRef names must be { target, token } for that endpoint.");
    }

    private static Uri? UrlOf(JsonElement secret, string member) => TextOf(secret, member) is { } text ? TargetUrls.TryRead(text) : null;

    private static string? TextOf(JsonElement secret, string member) =>
        secret.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && JsonInput.TextOf(value) is { Length: > 0 } text ? text : null;

    private sealed class NoCredentials(string why) : TargetCredentials
    {
        public override ValueTask<string?> GetAsync(IReadOnlyList<string>? scopes, string? rejected, CancellationToken cancellationToken) => throw new CredentialsException(why);
    }
}
