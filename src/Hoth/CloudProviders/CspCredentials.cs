using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hoth.Json;

namespace Hoth.CloudProviders;

/// <summary>A client id and secret as client_secret_basic (RFC 6749 section 2.3.1). No record: they must not show up in logs.</summary>
internal sealed class CspCredentials
{
    private CspCredentials(string clientId, string clientSecret)
    {
        // Both are form-encoded before they are joined: an id may hold a colon.
        var pair = $"{WebUtility.UrlEncode(clientId)}:{WebUtility.UrlEncode(clientSecret)}";
        Header = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
    }

    /// <summary>The Authorization header.</summary>
    public AuthenticationHeaderValue Header { get; }

    /// <summary>Reads <c>{ "clientId", "clientSecret" }</c>; other members are the operator's own business. Null when it is not that.</summary>
    public static CspCredentials? TryParse(string secret)
    {
        using var document = StrictJson.TryParse(Encoding.UTF8.GetBytes(secret), out _);
        if (document is null) return null;
        var input = new JsonInput(document.RootElement, "$", new Violations());
        var id = input.RequiredString("clientId", text => text.Length > 0, "must not be empty");
        var password = input.RequiredString("clientSecret", text => text.Length > 0, "must not be empty");
        return id is null || password is null ? null : new CspCredentials(id, password);
    }
}
