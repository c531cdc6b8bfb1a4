using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hoth.Local.StateMachines;

/// <summary>Values on their way through a machine. They are never changed, only copied: a null is JSON's null.</summary>
internal static class JsonValues
{
    /// <summary>256 KiB of UTF-8. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html</summary>
    public const int MaximumBytes = 256 * 1024;

    // Inputs have 64 levels at most, and every result that is put into another adds some.
    private const int MaximumDepth = 1000;

    /// <summary>Text as it is: sizes count what the client wrote, not escapes.</summary>
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaximumDepth };

    public static string Write(JsonNode? value) => value?.ToJsonString(Options) ?? "null";

    public static JsonNode? Parse(string json) => JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = MaximumDepth });

    public static JsonElement ToElement(JsonNode? value) => JsonSerializer.SerializeToElement(value, Options);

    public static JsonNode? FromElement(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Object => JsonObject.Create(value.Clone()),
        JsonValueKind.Array => JsonArray.Create(value.Clone()),
        _ => JsonValue.Create(value.Clone()),
    };

    /// <exception cref="StateFailureException">States.DataLimitExceeded.</exception>
    public static JsonNode? Limited(JsonNode? value, string what)
    {
        var bytes = Encoding.UTF8.GetByteCount(Write(value));
        return bytes <= MaximumBytes
            ? value
            : throw new StateFailureException(ErrorNames.DataLimitExceeded, $"The {what} has {bytes} bytes, over the limit of {MaximumBytes}.");
    }
}
