namespace Hoth.QaRuns.Specs;

/// <summary>Media types, and the ranges of them that specifications name.</summary>
internal static class MediaTypes
{
    /// <summary>Whether a media type is JSON: <c>application/json</c>, or one that ends in <c>+json</c> (RFC 6839).</summary>
    public static bool IsJson(string mediaType)
    {
        var name = NameOf(mediaType);
        return name is "application/json" or "text/json" || name.EndsWith("+json", StringComparison.Ordinal);
    }

    /// <summary>The first that is JSON, or takes everything.</summary>
    public static KeyValuePair<string, T>? FindJson<T>(IReadOnlyDictionary<string, T> content)
    {
        foreach (var entry in content)
        {
            if (IsJson(entry.Key) || NameOf(entry.Key) is "*/*" or "application/*") return entry;
        }

        return null;
    }

    /// <summary>What is listed for a media type: the same, else its range (RFC 9110, section 12.5.1). Null: nothing.</summary>
    /// <param name="content">By media type, as the document writes it.</param>
    /// <param name="mediaType">Without parameters, in lower case; null: none was sent.</param>
    public static KeyValuePair<string, T>? Find<T>(IReadOnlyDictionary<string, T> content, string? mediaType)
    {
        if (mediaType is null) return null;
        string[] wanted = [mediaType, mediaType.Split('/')[0] + "/*", "*/*"];
        foreach (var name in wanted)
        {
            foreach (var entry in content)
            {
                if (NameOf(entry.Key) == name) return entry;
            }
        }

        return null;
    }

    /// <summary>What is sent where a media type, or a range of them, is listed for JSON.</summary>
    public static string SentAs(string listed) => listed.Contains('*', StringComparison.Ordinal) ? "application/json" : listed.Split(';')[0].Trim();

    /// <summary>A media type without its parameters, in lower case.</summary>
    public static string NameOf(string mediaType) => mediaType.Split(';')[0].Trim().ToLowerInvariant();
}
