using System.Collections.Immutable;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Values;

/// <summary>What a parameter is given, before anything is percent-encoded.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="In">path, query, header or cookie.</param>
/// <param name="Texts">
/// Its texts: one, except for a list in the query, which is sent as the name once for each item (style <c>form</c>, exploded: the default of OpenAPI). Elsewhere
/// the items of a list stand in one text with commas between them (style <c>simple</c>).
/// </param>
public sealed record ParameterText(string Name, string In, ImmutableArray<string> Texts)
{
    /// <summary>All in one text.</summary>
    public string Text => string.Join(',', Texts);

    /// <inheritdoc />
    public bool Equals(ParameterText? other) => other is not null && Name == other.Name && In == other.In && Texts.SequenceEqual(other.Texts);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, In, Text);

    /// <summary>What an id or another plain text gives a parameter.</summary>
    public static ParameterText Of(ApiParameter parameter, string text) => new(parameter.Name, parameter.In, [text]);
}

/// <summary>A text for a parameter that was made from its schema.</summary>
/// <param name="Label">What is special about it, unique among the texts of one parameter and the same whatever the seed: <c>limit minimum</c>.</param>
/// <param name="Pointer">The rule that it is about, where the specification has it.</param>
/// <param name="Text">The text; null: the parameter is left out.</param>
public sealed record GeneratedText(string Label, string Pointer, ParameterText? Text);
