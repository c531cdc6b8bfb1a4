using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>How a value is to be made.</summary>
/// <param name="Shape">How much it has.</param>
/// <param name="Alternatives">Which alternative is to be taken where, by <see cref="Choice.Key"/>; elsewhere each in its turn.</param>
internal sealed record Plan(Shape Shape, ImmutableSortedDictionary<string, int> Alternatives)
{
    public static Plan Of(Shape shape) => new(shape, ImmutableSortedDictionary<string, int>.Empty.WithComparers(StringComparer.Ordinal));
}

/// <summary>A place where one of several schemas was taken.</summary>
/// <param name="At">Where in the value.</param>
/// <param name="Pointer">The keyword: <c>#/…/oneOf</c>.</param>
/// <param name="Alternative">What was taken.</param>
internal sealed partial record Choice(string At, string Pointer, Schema Alternative)
{
    /// <summary>The same for all items of a list.</summary>
    public static string Key(string at, string pointer) => $"{AnyItem(at)} {pointer}";

    /// <summary>A place, whichever items of lists it is in.</summary>
    public static string AnyItem(string at) => Index().Replace(at, "/*");

    [GeneratedRegex("/[0-9]+(?=/|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Index();
}

/// <summary>Where a value is being made.</summary>
/// <param name="At">Its place in the whole: a JSON Pointer.</param>
/// <param name="Shape">How much it has.</param>
/// <param name="Around">Schemas that it is within.</param>
/// <param name="Variant">Which of the listed values is taken, of all that come into question.</param>
internal sealed record Spot(string At, Shape Shape, ImmutableList<Schema> Around, int Variant = 0)
{
    /// <summary>Whether it belongs to an item of a list that is not the first: such a one differs from the first.</summary>
    public bool IsInLaterItem => JsonEdit.Tokens(At).Any(t => t.Length is > 0 and < 6 && t != "0" && t.All(char.IsAsciiDigit));
}
