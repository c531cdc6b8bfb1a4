using Hoth.Local.StateMachines.Paths;

namespace Hoth.Local.StateMachines.Model;

/// <summary>A condition of a Choice state.</summary>
internal abstract record ChoiceRule
{
    public sealed record And(IReadOnlyList<ChoiceRule> Rules) : ChoiceRule;

    public sealed record Or(IReadOnlyList<ChoiceRule> Rules) : ChoiceRule;

    public sealed record Not(ChoiceRule Rule) : ChoiceRule;

    /// <summary>Whether the path leads to a value, null included.</summary>
    public sealed record IsPresent(JsonPath Variable, bool Expected) : ChoiceRule;

    /// <summary>Whether the value has a type.</summary>
    public sealed record Is(JsonPath Variable, ValueKind Kind, bool Expected) : ChoiceRule;

    /// <summary>Compares two values of the same type; false when the variable has another.</summary>
    public sealed record Compare(JsonPath Variable, ValueKind Kind, Comparison Comparison, Expression Operand) : ChoiceRule;

    /// <summary>Matches a text with a pattern: <c>*</c> is any text, <c>\*</c> a star, <c>\\</c> a backslash.</summary>
    public sealed record Matches(JsonPath Variable, string Pattern) : ChoiceRule;
}

/// <summary>What choice operators distinguish.</summary>
internal enum ValueKind
{
    String,
    Numeric,
    Boolean,
    Timestamp,
    Null,
}

/// <summary>How choice operators compare.</summary>
internal enum Comparison
{
    Equals,
    LessThan,
    GreaterThan,
    LessThanEquals,
    GreaterThanEquals,
}
