using System.Text;
using System.Text.Json;
using Hoth.Json;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Specs;

/// <summary>The text of a specification, JSON or YAML, as JSON.</summary>
public static class SpecText
{
    /// <summary>Larger texts are refused: 5 MiB.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>Reads.</summary>
    /// <param name="utf8">The text; what begins with a brace is JSON, everything else YAML.</param>
    /// <exception cref="SpecException">It is too large, not UTF-8, or neither JSON nor YAML.</exception>
    public static JsonElement Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxBytes) throw new SpecException($"The specification must have at most {MaxBytes} bytes.");
        if (utf8.Span.StartsWith(Encoding.UTF8.Preamble)) utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        var isJson = utf8.Span.TrimStart(" \t\r\n"u8) is { Length: > 0 } start && start[0] == (byte)'{';
        using var document = StrictJson.TryParse(isJson ? utf8 : YamlText.ToJson(utf8), out var mistake);
        if (document is null) throw new SpecException($"The specification {mistake}.");
        return JsonUnicode.IsIn(document.RootElement) ? document.RootElement.Clone() : throw new SpecException("The specification must not have lone surrogates in its texts.");
    }
}
