using System.Text.RegularExpressions;

namespace Hoth.QaRuns.Schemas;

/// <summary>A regular expression of a schema, with the meaning that ECMAScript gives it (JSON Schema, Validation, section 6.3.3).</summary>
public sealed class Pattern
{
    /// <summary>Longer searches are given up: an expression of somebody else's must not stop the run.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);

    private readonly Regex? _regex;

    /// <summary>Reads an expression; one that cannot be understood matches everything and says why (<see cref="Trouble"/>).</summary>
    /// <param name="source">As the schema has it.</param>
    public Pattern(string source)
    {
        Source = source;
        try
        {
            _regex = new Regex(EcmaScriptRegex.ToDotNet(source), RegexOptions.CultureInvariant, Timeout);
        }
        catch (ArgumentException)
        {
            Trouble = "is no regular expression of ECMAScript, or uses what is not supported here";
        }
    }

    /// <summary>As the schema has it.</summary>
    public string Source { get; }

    /// <summary>Why it is not checked; null: it is.</summary>
    public string? Trouble { get; }

    /// <summary>Whether it matches somewhere in a text. True also where that cannot be told.</summary>
    public bool IsMatch(string text)
    {
        try
        {
            return _regex?.IsMatch(text) ?? true;
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }

    /// <inheritdoc />
    public override string ToString() => Source;
}
