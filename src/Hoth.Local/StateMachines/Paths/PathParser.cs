using System.Globalization;

namespace Hoth.Local.StateMachines.Paths;

/// <summary>Reads paths.</summary>
internal static class PathParser
{
    /// <exception cref="FormatException">It is no path, or one with parts that are not supported.</exception>
    public static JsonPath Parse(string text)
    {
        var inContext = text.StartsWith("$$", StringComparison.Ordinal);
        if (!text.StartsWith('$'))
        {
            throw new FormatException($"'{text}' is no path: a path begins with $");
        }

        var segments = new List<PathSegment>();
        var at = inContext ? 2 : 1;
        while (at < text.Length)
        {
            segments.Add(text[at] switch
            {
                '.' => ReadMember(text, ref at),
                '[' => ReadBracket(text, ref at),
                _ => throw NotSupported(text, at),
            });
        }

        return new JsonPath(text, inContext, segments);
    }

    private static PathSegment ReadMember(string text, ref int at)
    {
        var start = ++at;
        while (at < text.Length && text[at] is not ('.' or '['))
        {
            at++;
        }

        var name = text[start..at];
        if (name == "*")
        {
            return new PathSegment.Every();
        }

        var plain = name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' || char.IsSurrogate(c));
        return plain ? new PathSegment.Member(name) : throw NotSupported(text, start);
    }

    private static PathSegment ReadBracket(string text, ref int at)
    {
        var start = at + 1;
        if (start < text.Length && text[start] is '\'' or '"')
        {
            return ReadQuoted(text, start, ref at);
        }

        var end = text.IndexOf(']', start);
        if (end < 0)
        {
            throw NotSupported(text, start);
        }

        at = end + 1;
        var inside = text[start..end];
        if (inside == "*")
        {
            return new PathSegment.Every();
        }

        var parts = inside.Split(':');
        return parts switch
        {
            [var index] when ReadNumber(index) is { } value => new PathSegment.Index(value),
            [var from, var to] when IsBound(from) && IsBound(to) => new PathSegment.Slice(ReadNumber(from), ReadNumber(to)),
            _ => throw NotSupported(text, start),
        };
    }

    private static PathSegment.Member ReadQuoted(string text, int start, ref int at)
    {
        var quote = text[start];
        var end = text.IndexOf(quote, start + 1);
        if (end < 0 || end + 1 >= text.Length || text[end + 1] != ']' || text[start..end].Contains('\\', StringComparison.Ordinal))
        {
            throw NotSupported(text, start);
        }

        at = end + 2;
        return new PathSegment.Member(text[(start + 1)..end]);
    }

    private static bool IsBound(string text) => text.Length == 0 || ReadNumber(text) is not null;

    private static int? ReadNumber(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static FormatException NotSupported(string text, int at) =>
        new($"'{text}' has a part at {at} that is not supported: members, indexes, [*] and slices are");
}
