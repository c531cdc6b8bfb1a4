namespace Hoth.QaRuns.Schemas;

/// <summary>Where a value does not fit its schema.</summary>
/// <param name="Instance">Where in the value: a JSON Pointer (RFC 6901), empty for the whole.</param>
/// <param name="Schema">Which rule: the pointer of the schema's keyword, <c>#/components/schemas/CLIN/properties/type/enum</c>.</param>
/// <param name="Keyword">The keyword: <c>required</c>, <c>pattern</c>, …</param>
/// <param name="Rule">The rule in words; never has anything of the value.</param>
public sealed record SchemaViolation(string Instance, string Schema, string Keyword, string Rule);

/// <summary>Which way a value goes: members that are read only are not sent, those that are write only do not come back.</summary>
public enum Direction
{
    /// <summary>From Hoth to the API.</summary>
    Request,

    /// <summary>From the API to Hoth.</summary>
    Response,
}
