using System.Text.Json;

namespace Hoth.QaRuns.Schemas;

/// <summary>
/// A schema of an OpenAPI document, resolved: what <see cref="SchemaReader"/> makes of the JSON text, for the validator and the generator. References
/// are followed, so that schemas may form cycles.
/// </summary>
public sealed class Schema
{
    /// <summary>Where it stands, as a JSON Pointer fragment (RFC 6901): <c>#/components/schemas/Portfolio</c>. Findings name it.</summary>
    public required string Pointer { get; init; }

    /// <summary>The types that a value may have; <see cref="SchemaTypes.Any"/> where nothing is said.</summary>
    public SchemaTypes Types { get; internal set; } = SchemaTypes.Any;

    /// <summary>False for the schema <c>false</c>, which no value fits.</summary>
    public bool Possible { get; internal set; } = true;

    /// <summary>The only values; null: all.</summary>
    public IReadOnlyList<JsonElement>? Enum { get; internal set; }

    /// <summary>Members by name.</summary>
    public IReadOnlyDictionary<string, Schema> Properties { get; internal set; } = new Dictionary<string, Schema>();

    /// <summary>Members whose names match a pattern.</summary>
    public IReadOnlyList<(Pattern Name, Schema Schema)> PatternProperties { get; internal set; } = [];

    /// <summary>Members that must be there.</summary>
    public IReadOnlyList<string> Required { get; internal set; } = [];

    /// <summary>What all other members must fit; null: anything.</summary>
    public Schema? AdditionalProperties { get; internal set; }

    /// <summary>What the names of members must fit; null: anything.</summary>
    public Schema? PropertyNames { get; internal set; }

    /// <summary>Members that must be there when another one is.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> DependentRequired { get; internal set; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The least and the most members.</summary>
    public Bounds<int> PropertyCount { get; internal set; }

    /// <summary>What items must fit, from the first one that has no place in <see cref="PrefixItems"/>; null: anything.</summary>
    public Schema? Items { get; internal set; }

    /// <summary>What the first items must fit, each its own.</summary>
    public IReadOnlyList<Schema> PrefixItems { get; internal set; } = [];

    /// <summary>What some items must fit; null: nothing is asked.</summary>
    public Schema? Contains { get; internal set; }

    /// <summary>How many items must fit <see cref="Contains"/>.</summary>
    public Bounds<int> ContainsCount { get; internal set; }

    /// <summary>The least and the most items.</summary>
    public Bounds<int> ItemCount { get; internal set; }

    /// <summary>True when no two items may be equal.</summary>
    public bool UniqueItems { get; internal set; }

    /// <summary>The least and the most characters (code points).</summary>
    public Bounds<int> Length { get; internal set; }

    /// <summary>What text must match somewhere; null: anything.</summary>
    public Pattern? Pattern { get; internal set; }

    /// <summary>The format of text or numbers, as it is meant (see <see cref="Specs.SpecNote"/>); null: none, or one that says nothing here.</summary>
    public string? Format { get; internal set; }

    /// <summary>The least number, inclusive.</summary>
    public JsonElement? Minimum { get; internal set; }

    /// <summary>The most, inclusive.</summary>
    public JsonElement? Maximum { get; internal set; }

    /// <summary>What a number must be over.</summary>
    public JsonElement? ExclusiveMinimum { get; internal set; }

    /// <summary>What a number must be under.</summary>
    public JsonElement? ExclusiveMaximum { get; internal set; }

    /// <summary>What a number must be a multiple of; over 0.</summary>
    public JsonElement? MultipleOf { get; internal set; }

    /// <summary>All of these must fit, too.</summary>
    public IReadOnlyList<Schema> AllOf { get; internal set; } = [];

    /// <summary>At least one of these must fit; empty: nothing is asked.</summary>
    public IReadOnlyList<Schema> AnyOf { get; internal set; } = [];

    /// <summary>Exactly one of these must fit; empty: nothing is asked.</summary>
    public IReadOnlyList<Schema> OneOf { get; internal set; } = [];

    /// <summary>This must not fit; null: nothing is asked.</summary>
    public Schema? Not { get; internal set; }

    /// <summary>True when only answers have it.</summary>
    public bool ReadOnly { get; internal set; }

    /// <summary>True when only requests have it.</summary>
    public bool WriteOnly { get; internal set; }

    /// <summary>The value that is meant when it is left out; null: none.</summary>
    public JsonElement? Default { get; internal set; }

    /// <summary>Examples, whether or not they fit.</summary>
    public IReadOnlyList<JsonElement> Examples { get; internal set; } = [];

    /// <summary>What it says for people; empty: nothing.</summary>
    public string Description { get; internal set; } = "";

    /// <summary>All schemas that are applied to the same value as this one.</summary>
    internal IEnumerable<Schema> InPlace => [.. AllOf, .. AnyOf, .. OneOf, .. (Not is null ? (Schema[])[] : [Not])];

    /// <inheritdoc />
    public override string ToString() => Pointer;
}

/// <summary>Limits, each optional and inclusive.</summary>
/// <param name="Least">The least; null: no limit.</param>
/// <param name="Most">The most; null: no limit.</param>
public readonly record struct Bounds<T>(T? Least, T? Most)
    where T : struct, IComparable<T>
{
    /// <summary>Whether there are fewer than the least.</summary>
    public bool IsUnder(T value) => Least is { } least && value.CompareTo(least) < 0;

    /// <summary>Whether there are more than the most.</summary>
    public bool IsOver(T value) => Most is { } most && value.CompareTo(most) > 0;
}

/// <summary>The types of JSON values, as schemas name them.</summary>
[Flags]
public enum SchemaTypes
{
    /// <summary>None: no value fits.</summary>
    None = 0,

    /// <summary><c>null</c>; also <c>nullable: true</c> of OpenAPI 3.0.</summary>
    Null = 1,

    /// <summary><c>true</c> and <c>false</c>.</summary>
    Boolean = 2,

    /// <summary>Numbers without a fraction; <c>1.0</c> is one.</summary>
    Integer = 4,

    /// <summary>Numbers with a fraction.</summary>
    Fraction = 8,

    /// <summary>All numbers.</summary>
    Number = Integer | Fraction,

    /// <summary>Text.</summary>
    String = 16,

    /// <summary>Arrays.</summary>
    Array = 32,

    /// <summary>Objects.</summary>
    Object = 64,

    /// <summary>Everything.</summary>
    Any = Null | Boolean | Number | String | Array | Object,
}
