using System.Text.Json;

namespace Hoth.Json;

/// <summary>Parsing of JSON from outside: RFC 8259 to the letter, no comments, no trailing commas, no duplicate names, depth at most 64.</summary>
public static class StrictJson
{
    /// <summary>Depth over this is refused.</summary>
    public const int MaxDepth = 64;

    /// <summary>For <see cref="JsonDocument.Parse(ReadOnlyMemory{byte}, JsonDocumentOptions)"/>.</summary>
    public static JsonDocumentOptions Options { get; } = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
}
