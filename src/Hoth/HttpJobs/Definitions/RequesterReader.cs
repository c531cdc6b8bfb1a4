using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Hoth.HttpJobs.Expressions;
using Hoth.Json;

namespace Hoth.HttpJobs.Definitions;

/// <summary>Reads the requests of a definition.</summary>
internal sealed class RequesterReader(TemplateReader templates)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>Headers that the transport or the authentication sets.</summary>
    private static readonly string[] Reserved = ["Authorization", "Connection", "Content-Length", "Content-Type", "Cookie", "Host", "Proxy-Authorization", "Transfer-Encoding"];

    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>A request, or null: it is absent, or violations say what is wrong.</summary>
    /// <param name="input">The member.</param>
    /// <param name="step">Its name.</param>
    /// <param name="method">When none is given.</param>
    /// <param name="scope">The contexts that there are at this point.</param>
    /// <param name="alsoKnown">Reads members that only this step has.</param>
    public Requester? Read(JsonInput? input, string step, HttpMethod method, IReadOnlyCollection<string> scope, Action<JsonInput>? alsoKnown)
    {
        if (input is not { IsObject: true }) return null;
        var given = input.OptionalString("method", m => Methods.Contains(m), $"must be one of {string.Join(", ", Methods)}");
        var url = input.Member("url", required: true) is { } value ? templates.Read(value, input.PathOf("url"), scope) : null;
        if (url is not null) templates.KeepBases(url);
        var headers = templates.ReadMembers(input, "headers", MistakeInHeader, scope);
        var query = templates.ReadMembers(input, "query", name => name.Length == 0 ? "must have a name" : null, scope);
        var body = ReadBody(input.Object("body", required: false), scope);
        var authentication = new AuthenticationReader(input.Violations).Read(input.Object("authentication", required: false));
        var origins = ReadOrigins(input, url);
        var seconds = input.OptionalInteger("timeout_seconds", 1, 300) ?? 30;
        alsoKnown?.Invoke(input);
        input.RefuseUnknownMembers();
        if (authentication.Kind != AuthenticationKind.None && origins.Exists(o => o.IsWildcard))
        {
            input.Violations.Add(input.PathOf("allowed_origins"), "must not have a * where there is authentication: credentials go to named hosts only");
        }

        return url is null || origins.Count == 0
            ? null
            : new Requester(step, given is null ? method : new HttpMethod(given), url, headers, query, body, authentication, origins, TimeSpan.FromSeconds(seconds));
    }

    /// <summary>The origins that are named, or the one that the URL itself names.</summary>
    private static List<Origin> ReadOrigins(JsonInput input, Template? url)
    {
        var ofUrl = url is null ? null : OriginOf(url.Prefix);
        if (url is { First: null } && ofUrl is null) input.Violations.Add(input.PathOf("url"), "must begin with an expression, or with scheme, host and a slash: https (http for a loopback host only), no user info");
        var origins = new List<Origin>();
        if (input.Member("allowed_origins", required: false) is { } value)
        {
            var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [];
            if (items.Count == 0) input.Violations.Add(input.PathOf("allowed_origins"), "must be an array of at least one origin");
            for (var i = 0; i < items.Count; i++)
            {
                var origin = items[i].ValueKind == JsonValueKind.String && JsonInput.TextOf(items[i]) is { } text ? Origin.TryParse(text) : null;
                if (origin is null) input.Violations.Add(string.Create(CultureInfo.InvariantCulture, $"{input.PathOf("allowed_origins")}[{i}]"), Origin.Rule);
                else origins.Add(origin);
            }
        }
        else if (ofUrl is not null)
        {
            origins.Add(ofUrl);
        }
        else if (url is { First: not null })
        {
            input.Violations.Add(input.PathOf("allowed_origins"), "is required where the url begins with an expression");
        }

        return origins;
    }

    /// <summary>The whole authority must stand there: an expression in it could make another host of it.</summary>
    private static Origin? OriginOf(string prefix)
    {
        var authority = prefix.IndexOf("://", StringComparison.Ordinal);
        var path = authority < 0 ? -1 : prefix.IndexOf('/', authority + 3);
        return path < 0 ? null : Origin.TryParse(prefix[..path]);
    }

    private RequestBody? ReadBody(JsonInput? input, IReadOnlyCollection<string> scope)
    {
        if (input is not { IsObject: true }) return null;
        var json = input.Member("json", required: false);
        var hasForm = input.Member("form", required: false) is not null;
        var form = templates.ReadMembers(input, "form", name => name.Length == 0 ? "must have a name" : null, scope);
        var text = input.Member("text", required: false) is { } value ? templates.Read(value, input.PathOf("text"), scope) : null;
        input.RefuseUnknownMembers();
        if ((json is null ? 0 : 1) + (hasForm ? 1 : 0) + (input.Member("text", required: false) is null ? 0 : 1) != 1)
        {
            input.Violations.Add(input.PathOf("json"), "must be given, or form, or text: exactly one of the three");
        }

        var texts = new Dictionary<string, Template>(StringComparer.Ordinal);
        if (json is { } root) ReadTexts(root, input.PathOf("json"), scope, texts);
        return new RequestBody(json?.Clone(), hasForm ? form : null, text, texts);
    }

    /// <summary>Every string in a JSON body may have expressions.</summary>
    private void ReadTexts(JsonElement value, string path, IReadOnlyCollection<string> scope, Dictionary<string, Template> texts)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject()) ReadTexts(property.Value, $"{path}.{property.Name}", scope, texts);
                break;
            case JsonValueKind.Array:
                var i = 0;
                foreach (var item in value.EnumerateArray()) ReadTexts(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i++}]"), scope, texts);
                break;
            case JsonValueKind.String when JsonInput.TextOf(value) is { } text && text.Contains("{{", StringComparison.Ordinal):
                if (templates.Read(value, path, scope) is { } template) texts[text] = template;
                break;
        }
    }

    private static string? MistakeInHeader(string name)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(Token)) return "must be the name of a header (RFC 9110 section 5.1)";
        return Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) ? "is set by Hoth; credentials belong into authentication, the content's type follows from body" : null;
    }
}
