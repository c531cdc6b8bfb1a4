using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hoth.Json;

namespace Hoth.Reports;

/// <summary>What reports are generated from (seed 002, ReportConfiguration).</summary>
/// <param name="Name">1 to 200 printable characters.</param>
/// <param name="DeliveryTarget">Where it goes: <see cref="ApiResponse"/> or another name, which this API does not deliver to.</param>
/// <param name="Asynchronous">Whether it is generated in the background.</param>
/// <param name="Format">The form of the result.</param>
/// <param name="Source">Where its rows come from; what is open there, each request's parameters say.</param>
public sealed record ReportConfiguration(string Name, string DeliveryTarget, bool Asynchronous, ReportFormat Format, ReportSource Source)
{
    /// <summary>The delivery by this API.</summary>
    public const string ApiResponse = "API_RESPONSE";

    private static readonly ReportJson Json = new(new JsonSerializerOptions(ReportJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Whether it can be asked for (seed 002, 1.13).</summary>
    [JsonIgnore]
    public bool IsOnDemand => DeliveryTarget == ApiResponse && Asynchronous;

    /// <summary>Reads and checks a body; every violation is added. Null when there was any.</summary>
    /// <param name="body">The body.</param>
    /// <param name="rules">What may be named.</param>
    /// <param name="violations">Where violations go.</param>
    public static ReportConfiguration? Parse(JsonElement body, ReportRules rules, Violations violations)
    {
        var input = new JsonInput(body, "$", violations);
        var name = input.RequiredString("name", n => n.Length is >= 1 and <= 200 && !n.Any(char.IsControl), "must be 1 to 200 printable characters");
        var target = input.RequiredString("deliveryTarget", IsTarget, $"must be {ApiResponse} or another name: a capital letter, then up to 39 of A-Z 0-9 _");
        var asynchronous = input.OptionalBoolean("asynchronous");
        if (input.IsObject && input.Member("asynchronous", required: true) is null) asynchronous = null;
        var format = input.RequiredString("format", f => f is "json" or "csv", "must be json or csv");
        var source = input.Object("source", required: true) is { } member ? ReportSources.Parse(member, rules) : null;
        input.RefuseUnknownMembers();
        return violations.Any ? null : new ReportConfiguration(name!, target!, asynchronous!.Value, format == "csv" ? ReportFormat.Csv : ReportFormat.Json, source!);
    }

    /// <summary>The configuration as it is stored and read by clients.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json.ReportConfiguration);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no configuration.</exception>
    public static ReportConfiguration FromJson(string json) =>
        JsonSerializer.Deserialize(json, Json.ReportConfiguration) ?? throw new JsonException("A report configuration must not be null.");

    private static bool IsTarget(string name) =>
        name.Length is >= 1 and <= 40 && char.IsAsciiLetterUpper(name[0]) && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');
}
