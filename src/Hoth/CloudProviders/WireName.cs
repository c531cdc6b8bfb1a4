namespace Hoth.CloudProviders;

/// <summary>
/// Converts one member name. Both directions change only what the other restores, and converting twice is converting once:
/// an underscore goes only between <c>[a-z0-9]</c> and <c>[a-z]</c>, and a capital comes apart only after <c>[a-z0-9]</c>.
/// So <c>clin_1</c>, <c>_links</c>, <c>a__b</c> and <c>TOP_SECRET</c> stay as they are both ways.
/// </summary>
public static class WireName
{
    /// <summary><c>task_order_id</c> → <c>taskOrderId</c>.</summary>
    public static string ToCamel(string name)
    {
        if (!name.Contains('_', StringComparison.Ordinal)) return name;
        Span<char> to = name.Length <= 128 ? stackalloc char[128] : new char[name.Length];
        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '_' && i > 0 && IsLowerOrDigit(name[i - 1]) && i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]))
            {
                to[length++] = char.ToUpperInvariant(name[++i]);
            }
            else
            {
                to[length++] = name[i];
            }
        }

        return length == name.Length ? name : new string(to[..length]);
    }

    /// <summary><c>taskOrderId</c> → <c>task_order_id</c>.</summary>
    public static string ToSnake(string name)
    {
        if (!name.AsSpan().ContainsAnyInRange('A', 'Z')) return name;
        Span<char> to = name.Length <= 64 ? stackalloc char[128] : new char[name.Length * 2];
        var length = 0;
        foreach (var c in name)
        {
            // After what was written, not after what came: "fooURL" is "foo_u_r_l", or converting it again would change it again.
            if (char.IsAsciiLetterUpper(c) && length > 0 && IsLowerOrDigit(to[length - 1]))
            {
                to[length++] = '_';
                to[length++] = char.ToLowerInvariant(c);
            }
            else
            {
                to[length++] = c;
            }
        }

        return length == name.Length ? name : new string(to[..length]);
    }

    private static bool IsLowerOrDigit(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
