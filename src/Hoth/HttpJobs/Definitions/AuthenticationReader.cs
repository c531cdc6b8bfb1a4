using System.Text.Json;
using Hoth.CloudProviders;
using Hoth.Json;

namespace Hoth.HttpJobs.Definitions;

/// <summary>Reads how a request proves who asks.</summary>
internal sealed class AuthenticationReader(Violations violations)
{
    private const string SecretRule = "must be the name of a secret: 1 to 512 of A-Z a-z 0-9 / _ + = . @ -";

    /// <summary>What the member says; none when it is absent or wrong.</summary>
    public Authentication Read(JsonInput? input)
    {
        if (input is not { IsObject: true }) return Authentication.None;
        var type = input.RequiredString("type", t => KindOf(t) is not null, "must be none, bearer, basic or api_key");
        var kind = type is null ? null : KindOf(type);
        string? secret = null, header = null;
        Uri? endpoint = null;
        List<string> scopes = [];
        if (kind is not (null or AuthenticationKind.None)) secret = input.RequiredString("secret", IsSecretName, SecretRule);
        if (kind == AuthenticationKind.ApiKey) header = input.RequiredString("header", h => h.Length is >= 1 and <= 100 && h.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'), "must be the name of the header that takes the key");
        if (kind == AuthenticationKind.Bearer)
        {
            // CspUri's rule forbids a query, which token endpoints do not have.
            endpoint = input.OptionalString("token_endpoint", CspUri.IsAllowed, CspUri.Rule) is { } text ? new Uri(text) : null;
            scopes = ReadScopes(input);
        }

        if (kind is not null) input.RefuseUnknownMembers();
        return kind is null ? Authentication.None : new Authentication(kind.Value, secret ?? "", header, endpoint, scopes);
    }

    private List<string> ReadScopes(JsonInput input)
    {
        if (input.Member("scopes", required: false) is not { } value) return [];
        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(i => i.ValueKind == JsonValueKind.String ? JsonInput.TextOf(i) : null).ToList() : [null];
        if (items.TrueForAll(s => s is { Length: >= 1 and <= 256 } && s.All(c => c is > ' ' and <= '~' and not '"' and not '\\'))) return [.. items.Select(s => s!)];
        violations.Add(input.PathOf("scopes"), "must be an array of scopes (RFC 6749 section 3.3: printable ASCII without space, \" and \\)");
        return [];
    }

    private static AuthenticationKind? KindOf(string type) => type switch
    {
        "none" => AuthenticationKind.None,
        "bearer" => AuthenticationKind.Bearer,
        "basic" => AuthenticationKind.Basic,
        "api_key" => AuthenticationKind.ApiKey,
        _ => null,
    };

    /// <summary>The characters that AWS Secrets Manager allows in a name.</summary>
    private static bool IsSecretName(string text) =>
        text.Length is >= 1 and <= 512 && text.All(c => char.IsAsciiLetterOrDigit(c) || "/_+=.@-".Contains(c, StringComparison.Ordinal));
}
