using System.Text.Json;
using System.Text.Json.Serialization;
using Hoth.Json;

namespace Hoth.QaRuns.Runs;

/// <summary>What is tested, and how (contract, section 5). A run keeps a copy, so that a package changed later changes no run.</summary>
public sealed record QaPackage
{
    /// <summary>Where the specification is read at each run; null: <see cref="Spec"/>.</summary>
    public Uri? SpecUrl { get; init; }

    /// <summary>The text of the specification, JSON or YAML; null: <see cref="SpecUrl"/>.</summary>
    public string? Spec { get; init; }

    /// <summary>The address of the API; what the paths of the specification begin with.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The name of the secret that lets one in (<see cref="QaSecret"/>); null: the API asks for nothing.</summary>
    public string? CredentialsRef { get; init; }

    /// <summary>Without it only operations that read are called.</summary>
    public bool AllowWrites { get; init; }

    /// <summary>How a run goes about its work.</summary>
    public QaConfig Config { get; init; } = new();

    /// <summary>For the engine.</summary>
    [JsonIgnore]
    public RunOptions Options => Config.ToOptions(AllowWrites);

    /// <summary>Reads and checks a body; every violation is added. Null when there was any.</summary>
    /// <param name="body">The body.</param>
    /// <param name="settings">What may be named.</param>
    /// <param name="violations">Where violations go.</param>
    public static QaPackage? Parse(JsonElement body, QaSettings settings, Violations violations) => Parse(body, settings.Allows, violations);

    /// <summary>The package as it is stored and read by clients.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, QaText.Json.QaPackage);

    /// <summary>Reads what <see cref="ToJson"/> wrote, perhaps before there were all of today's members.</summary>
    /// <exception cref="JsonException">The text is no package.</exception>
    public static QaPackage FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        // Whether its target may be tested is for whoever starts a run.
        return Parse(document.RootElement, _ => true, new Violations()) ?? throw new JsonException("The text is no QA package.");
    }

    private static QaPackage? Parse(JsonElement body, Func<Uri, bool> isAllowed, Violations violations)
    {
        var input = new JsonInput(body, "$", violations);
        var specUrl = ConfigInput.Url(
            input, "specUrl", required: false, url => url.Scheme == Uri.UriSchemeHttps || isAllowed(url), "must be an https URL without query and fragment, or one below a target that may be tested");
        var spec = SpecOf(input);
        if (input.IsObject && HasMember(body, "specUrl") == HasMember(body, "spec")) violations.Add("$.spec", "must be given when specUrl is not, and only then");
        var baseUrl = ConfigInput.Url(input, "baseUrl", required: true, isAllowed, "must be an http or https URL, without query and fragment, of a target that may be tested here");
        var credentials = input.OptionalString("credentialsRef", QaSecret.IsName, QaSecret.NameRule);
        var allowWrites = input.OptionalBoolean("allowWrites") ?? false;
        var config = QaConfig.Read(input.Object("config", required: false));
        input.RefuseUnknownMembers();
        return violations.Any ? null : new QaPackage { SpecUrl = specUrl, Spec = spec, BaseUrl = baseUrl!, CredentialsRef = credentials, AllowWrites = allowWrites, Config = config };
    }

    private static bool HasMember(JsonElement body, string name) => body.TryGetProperty(name, out _);

    /// <summary>An object is the document itself, a text its JSON or YAML.</summary>
    private static string? SpecOf(JsonInput input)
    {
        if (input.Member("spec", required: false) is not { } spec) return null;
        if (spec.ValueKind == JsonValueKind.Object) return spec.GetRawText();
        if (spec.ValueKind == JsonValueKind.String && JsonInput.TextOf(spec) is { Length: > 0 } text) return text;
        input.Violations.Add(input.PathOf("spec"), "must be an OpenAPI document, or its text");
        return null;
    }
}
