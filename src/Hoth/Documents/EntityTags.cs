namespace Hoth.Documents;

/// <summary>Entity tags and the lists of them in If-Match and If-None-Match (RFC 9110, sections 8.8.3 and 13.1).</summary>
public static class EntityTags
{
    private const string Weak = "W/";

    /// <summary>A strong tag.</summary>
    /// <param name="value">Letters, digits and hyphens.</param>
    public static string Of(string value) => $"\"{value}\"";

    /// <summary>Whether the list has the tag, by weak comparison: for If-None-Match.</summary>
    /// <param name="list">The header; null when it is absent: it has none. <c>*</c> has every one.</param>
    /// <param name="tag">The tag of what is there.</param>
    public static bool Has(string? list, string tag) =>
        TagsOf(list).Any(t => t == "*" || t == tag || (t.StartsWith(Weak, StringComparison.Ordinal) && t[Weak.Length..] == tag));

    /// <summary>Whether the list has the tag, by strong comparison: for If-Match.</summary>
    /// <inheritdoc cref="Has"/>
    public static bool HasStrong(string? list, string tag) => TagsOf(list).Any(t => t == "*" || t == tag);

    // Hoth's own tags have no commas, so that splitting at each finds them whole.
    private static string[] TagsOf(string? list) => list?.Split(',', StringSplitOptions.TrimEntries) ?? [];
}
