using System.Text.Json;
using Hoth.Json;

namespace Hoth.CloudProviders;

/// <summary>The rules of <c>csps.json</c>. Every member that is not known is refused: a misspelt limit must not silently become the default.</summary>
internal static class CspDirectoryReader
{
    private const int LongestName = 64;
    private static readonly string[] AsyncOnly = ["job", "response", "deadlineMinutes"];

    public static List<CspSettings> Read(JsonElement root)
    {
        var violations = new Violations();
        var csps = new List<CspSettings>();
        var input = new JsonInput(root, "$", violations);
        if (input.IsObject)
        {
            foreach (var member in root.EnumerateObject())
            {
                if (!IsName(member.Name)) violations.Add("$", $"has a CSP name that is not 1 to {LongestName} of A-Z a-z 0-9 _ -");
                else if (input.Object(member.Name, required: true) is { IsObject: true } entry && ReadCsp(member.Name, entry) is { } csp) csps.Add(csp);
            }

            if (!root.EnumerateObject().Any()) violations.Add("$", "must name at least one CSP");
        }

        return violations.Any ? throw new CspDirectoryException(violations.ToLines()) : csps;
    }

    /// <summary>Null when a required member is missing or wrong; the violations then say so.</summary>
    private static CspSettings? ReadCsp(string name, JsonInput entry)
    {
        var uri = entry.RequiredString("uri", CspUri.IsAllowed, CspUri.Rule);
        var token = ReadToken(entry.Object("token", required: true));
        var secret = entry.RequiredString("secret", IsSecretName, "must be the name of a secret: 1 to 512 of A-Z a-z 0-9 / _ + = . @ -");
        var costs = ReadCosts(entry.Object("costs", required: false));
        var limits = ReadLimits(entry.Object("limits", required: false));
        var honours = entry.OptionalBoolean("honoursIdempotencyKey") ?? false;
        entry.RefuseUnknownMembers();

        return uri is null || token is null || secret is null
            ? null
            : new CspSettings(name, CspUri.ToBase(uri), token, secret, costs, limits, honours);
    }

    private static CspTokenSettings? ReadToken(JsonInput? token)
    {
        if (token is not { IsObject: true }) return null;
        var endpoint = token.RequiredString("endpoint", CspUri.IsAllowed, CspUri.Rule);
        var scopes = ReadScopes(token);
        token.RefuseUnknownMembers();
        return endpoint is null ? null : new CspTokenSettings(new Uri(endpoint), scopes);
    }

    private static List<string> ReadScopes(JsonInput token)
    {
        const string Rule = "must be an array of scopes (RFC 6749 section 3.3: printable ASCII without space, \" and \\)";
        if (token.Member("scopes", required: false) is not { } value) return [];
        var scopes = new List<string>();
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                // The raw text is enough: a scope has no character that JSON escapes, and an escape has a backslash.
                if (item.ValueKind == JsonValueKind.String && item.GetRawText()[1..^1] is var scope && IsScope(scope)) scopes.Add(scope);
            }

            if (scopes.Count == value.GetArrayLength()) return scopes;
        }

        token.Violations.Add(token.PathOf("scopes"), Rule);
        return [];
    }

    private static CspCosts ReadCosts(JsonInput? costs)
    {
        var sync = new CspCosts(CspCostMode.Sync);
        if (costs is not { IsObject: true }) return sync;
        var mode = costs.RequiredString("mode", m => m is "sync" or "async", "must be sync or async");
        var job = costs.OptionalString("job", IsName, $"must be the name of a job definition: 1 to {LongestName} of A-Z a-z 0-9 _ -");
        var response = costs.OptionalString("response", r => r is "records" or "document", "must be records or document");
        var minutes = costs.OptionalInteger("deadlineMinutes", 15, 24 * 60);
        costs.RefuseUnknownMembers();

        if (mode == "async" && costs.Member("job", required: false) is null) costs.Violations.Add(costs.PathOf("job"), "is required when mode is async");
        foreach (var member in mode == "sync" ? AsyncOnly : [])
        {
            if (costs.Member(member, required: false) is not null) costs.Violations.Add(costs.PathOf(member), "must be absent when mode is sync");
        }

        if (mode != "async") return sync;
        var settings = new CspCosts(CspCostMode.Async, job) { Response = response == "document" ? CspCostResponse.Document : CspCostResponse.Records };
        return minutes is { } m ? settings with { Deadline = TimeSpan.FromMinutes(m) } : settings;
    }

    private static CspLimits ReadLimits(JsonInput? limits)
    {
        if (limits is not { IsObject: true }) return CspLimits.Default;
        var concurrency = limits.OptionalInteger("concurrency", 1, 500) ?? CspLimits.Default.Concurrency;
        var seconds = limits.OptionalInteger("timeoutSeconds", 1, 60);
        limits.RefuseUnknownMembers();
        return new CspLimits(concurrency, seconds is { } s ? TimeSpan.FromSeconds(s) : CspLimits.Default.Timeout);
    }

    private static bool IsName(string text) =>
        text.Length is >= 1 and <= LongestName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>The characters that AWS Secrets Manager allows in a name.</summary>
    private static bool IsSecretName(string text) =>
        text.Length is >= 1 and <= 512 && text.All(c => char.IsAsciiLetterOrDigit(c) || "/_+=.@-".Contains(c, StringComparison.Ordinal));

    private static bool IsScope(string text) =>
        text.Length is >= 1 and <= 256 && text.All(c => c is > ' ' and <= '~' and not '"' and not '\\');
}
