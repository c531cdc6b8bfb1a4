using System.Text;
using System.Text.Json;
using Hoth.Json;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Execution;

/// <summary>What a target answered, read to its end or the cap.</summary>
internal sealed class Answer
{
    private readonly Lazy<JsonElement?> _json;

    public Answer(int status, IReadOnlyDictionary<string, string> headers, byte[] body, bool isCut)
    {
        (Status, Headers, Body, IsCut) = (status, headers, body, isCut);
        _json = new Lazy<JsonElement?>(Parse);
    }

    public int Status { get; }

    /// <summary>By name, in any case; several of one name are joined by commas.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    public byte[] Body { get; }

    /// <summary>True when it is longer than what is read.</summary>
    public bool IsCut { get; }

    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The media type without parameters, in lower case; null: none was sent.</summary>
    public string? MediaType => Headers.GetValueOrDefault("Content-Type") is { } sent && MediaTypes.NameOf(sent) is { Length: > 0 } type ? type : null;

    /// <summary>The body as JSON (RFC 8259) of Unicode texts (section 8.2); null: it is none.</summary>
    public JsonElement? Json => _json.Value;

    public string Text => Encoding.UTF8.GetString(Body);

    private JsonElement? Parse()
    {
        if (Body.Length == 0 || IsCut) return null;
        using var document = StrictJson.TryParse(Body, out _);
        return document is not null && JsonUnicode.IsIn(document.RootElement) ? document.RootElement.Clone() : null;
    }
}
