using System.Text.Json;

namespace Hoth.QaRuns.Values;

/// <summary>A value that was made from a schema.</summary>
/// <param name="Label">What is special about it, unique among the values of one schema and the same whatever the seed: <c>only-required</c>, <c>/name minLength</c>, <c>without /clins</c>.</param>
/// <param name="Pointer">The rule that it is about (on whose boundary it is, or which it breaks), where the specification has it: <c>#/components/schemas/Clin/properties/type/enum</c>.</param>
/// <param name="Value">The value.</param>
public sealed record GeneratedValue(string Label, string Pointer, JsonElement Value);
