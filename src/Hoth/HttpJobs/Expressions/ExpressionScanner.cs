using System.Globalization;

namespace Hoth.HttpJobs.Expressions;

/// <summary>Reads the few signs that expressions and paths are made of.</summary>
internal sealed class ExpressionScanner(string text)
{
    private int _at;

    public bool IsAtEnd => _at == text.Length;

    public static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    public void SkipSpaces()
    {
        while (_at < text.Length && text[_at] == ' ') _at++;
    }

    public bool TryTake(char c)
    {
        if (_at >= text.Length || text[_at] != c) return false;
        _at++;
        return true;
    }

    public bool TryTake(string word)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0) return false;
        _at += word.Length;
        return true;
    }

    /// <summary>A name of A-Z a-z 0-9 _ -, or null.</summary>
    public string? TakeName()
    {
        var start = _at;
        while (_at < text.Length && IsNameCharacter(text[_at])) _at++;
        return _at > start ? text[start.._at] : null;
    }

    /// <summary>A text in single quotes, without them, or null. There are no escapes.</summary>
    public string? TakeQuoted()
    {
        var end = _at < text.Length && text[_at] == '\'' ? text.IndexOf('\'', _at + 1) : -1;
        if (end < 0) return null;
        var quoted = text[(_at + 1)..end];
        _at = end + 1;
        return quoted;
    }

    /// <summary>Zero or more of <c>.name</c>, <c>['name']</c>, <c>[0]</c> and, where allowed, <c>[*]</c>; null when one is malformed.</summary>
    public JsonPath? TakeSteps(bool wildcards)
    {
        var steps = new List<JsonStep>();
        while (true)
        {
            if (TryTake('.'))
            {
                if (TakeName() is not { } name) return null;
                steps.Add(new JsonStep(name, null));
            }
            else if (TryTake('['))
            {
                if (TakeInBrackets(wildcards) is not { } step || !TryTake(']')) return null;
                steps.Add(step);
            }
            else
            {
                return new JsonPath(steps);
            }
        }
    }

    private JsonStep? TakeInBrackets(bool wildcards)
    {
        if (TakeQuoted() is { } name) return new JsonStep(name, null);
        if (wildcards && TryTake('*')) return new JsonStep(null, null);
        return int.TryParse(TakeName(), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? new JsonStep(null, index) : null;
    }
}
