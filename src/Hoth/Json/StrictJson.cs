using System.Text.Json;
using System.Text.Unicode;

namespace Hoth.Json;

/// <summary>Parsing of JSON from outside: RFC 8259 to the letter, no comments, no trailing commas, no duplicate names, depth at most 64.</summary>
public static class StrictJson
{
    /// <summary>Depth over this is refused.</summary>
    public const int MaxDepth = 64;

    /// <summary>For <see cref="JsonDocument.Parse(ReadOnlyMemory{byte}, JsonDocumentOptions)"/>. Prefer <see cref="TryParse"/>, which knows every way to fail.</summary>
    public static JsonDocumentOptions Options { get; } = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Parses a whole document, or says what is wrong with it without repeating any of it.</summary>
    /// <param name="utf8">The text; the document refers to this memory.</param>
    /// <param name="mistake">When the result is null: the violated rule as a sentence part ("must be UTF-8").</param>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> utf8, out string? mistake)
    {
        mistake = null;
        // The parser lets wrong bytes inside strings pass until somebody reads them.
        if (!Utf8.IsValid(utf8.Span))
        {
            mistake = "must be UTF-8";
            return null;
        }

        try
        {
            return JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException e) when (e.LineNumber is { } line && e.BytePositionInLine is { } position)
        {
            // The exception's own message repeats the offending character.
            mistake = $"must be JSON (RFC 8259), at most {MaxDepth} levels deep: wrong at line {line + 1}, byte {position + 1}";
        }
        catch (JsonException)
        {
            mistake = "must not have a member name twice in one object";
        }
        catch (InvalidOperationException)
        {
            mistake = "must not have lone surrogates in member names";
        }

        return null;
    }
}
