namespace Hoth.QaRuns.Values;

/// <summary>No value fits a schema, or none was found.</summary>
/// <param name="pointer">The rule that cannot be kept: a JSON Pointer fragment.</param>
/// <param name="reason">Why, for the author of the specification, without a full stop.</param>
public sealed class NoValueException(string pointer, string reason) : Exception($"No value can be made for {pointer}: {reason}.")
{
    /// <summary>The rule that cannot be kept: a JSON Pointer fragment.</summary>
    public string Pointer => pointer;

    /// <summary>Why.</summary>
    public string Reason => reason;
}
