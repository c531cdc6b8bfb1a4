using System.Text.Json;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Values;

/// <summary>
/// Makes values from schemas, as requests have them: without members that only answers have. All follows from a seed and a label: the same two give the
/// same bytes, in whichever order they are asked for. Every value was compared with its schema before it is given out.
/// </summary>
/// <param name="seed">The seed.</param>
public sealed class ValueGenerator(int seed)
{
    /// <summary>A valid value.</summary>
    /// <param name="schema">What it fits.</param>
    /// <param name="shape">How much it has.</param>
    /// <param name="label">Another label, another value.</param>
    /// <exception cref="NoValueException">No value fits, or none was found.</exception>
    public JsonElement Valid(Schema schema, Shape shape, string label) => JsonEdit.ToElement(new ValueMaker(seed, label, Plan.Of(shape)).Make(schema));

    /// <summary>
    /// Valid values: only what is required; everything; everything but one optional member, or with what is required one optional member; each listed
    /// value; each alternative; null where that is allowed.
    /// </summary>
    /// <exception cref="NoValueException">No value fits, or none was found.</exception>
    public IReadOnlyList<GeneratedValue> Positives(Schema schema, string label) => new Positives(seed, schema, label).Make();

    /// <summary>Valid values that are on a limit: lengths, numbers, counts. Text also of characters beyond the basic plane.</summary>
    /// <exception cref="NoValueException">No value fits, or none was found.</exception>
    public IReadOnlyList<GeneratedValue> Boundaries(Schema schema, string label) => new Boundaries(seed, schema, label).Make();

    /// <summary>
    /// Values that break one rule in one place, and nothing else; a rule within an alternative is named itself. Rules that cannot be broken alone are passed over.
    /// </summary>
    /// <exception cref="NoValueException">No value fits, or none was found.</exception>
    public IReadOnlyList<GeneratedValue> Violations(Schema schema, string label) => new Violations(seed, schema, label).Make();

    /// <summary>A valid text for a parameter: its example if it has one.</summary>
    /// <exception cref="NoValueException">No text fits, or none was found.</exception>
    public ParameterText Valid(ApiParameter parameter, string label) => new ParameterTexts(seed, parameter).Valid(Shape.Everything, label);

    /// <summary>Valid texts for a parameter: each listed value; left out where it may be.</summary>
    /// <exception cref="NoValueException">No text fits, or none was found.</exception>
    public IReadOnlyList<GeneratedText> Positives(ApiParameter parameter, string label) => new ParameterTexts(seed, parameter).Positives(label);

    /// <summary>Valid texts for a parameter that are on a limit.</summary>
    /// <exception cref="NoValueException">No text fits, or none was found.</exception>
    public IReadOnlyList<GeneratedText> Boundaries(ApiParameter parameter, string label) => new ParameterTexts(seed, parameter).Boundaries(label);

    /// <summary>Texts for a parameter that break one rule, as far as text can: left out where it is required, a word for a number.</summary>
    /// <exception cref="NoValueException">No text fits, or none was found.</exception>
    public IReadOnlyList<GeneratedText> Violations(ApiParameter parameter, string label) => new ParameterTexts(seed, parameter).Violations(label);

    /// <summary>
    /// Valid texts for the parameters of an operation: those that mean a range (<c>start_date</c>, <c>end_date</c>) are in order, which no schema can ask for
    /// and an API rightly does.
    /// </summary>
    /// <param name="operation">The operation.</param>
    /// <param name="shape">All, or only those that must be given.</param>
    /// <param name="label">Another label, other texts.</param>
    /// <param name="given">Texts that are to be as they are.</param>
    /// <exception cref="NoValueException">No text fits a required parameter, or none was found.</exception>
    public IReadOnlyList<ParameterText> ValidParameters(ApiOperation operation, Shape shape, string label, params IReadOnlyList<ParameterText> given)
    {
        var texts = new List<(ApiParameter Parameter, ParameterText Text)>();
        // OpenAPI 3, Parameter Object: definitions of these headers are to be ignored.
        foreach (var parameter in operation.Parameters.Where(p => !(p.In == "header" && p.Name.ToLowerInvariant() is "accept" or "content-type" or "authorization")))
        {
            if (given.FirstOrDefault(t => t.Name == parameter.Name && t.In == parameter.In) is { } text) texts.Add((parameter, text));
            else if (parameter.Required) texts.Add((parameter, Valid(parameter, label)));
            else if (shape == Shape.Everything && new ParameterTexts(seed, parameter).TryValid(label) is { } optional) texts.Add((parameter, optional));
        }

        return ParameterRanges.Order(texts, given);
    }
}
