namespace Hoth.QaRuns.Specs;

/// <summary>Something about the specification itself that its author should know; never held against the API.</summary>
/// <param name="Code">One of <see cref="SpecNoteCodes"/>.</param>
/// <param name="Pointer">Where: a JSON Pointer fragment.</param>
/// <param name="Text">One sentence for a person.</param>
public sealed record SpecNote(string Code, string Pointer, string Text);

/// <summary>The values of <see cref="SpecNote.Code"/>.</summary>
public static class SpecNoteCodes
{
    /// <summary><c>format: date</c> where prose or example say YYYY-MM: read as a month.</summary>
    public const string MonthAsDate = "MONTH_AS_DATE";

    /// <summary>An example or default that does not fit its own schema.</summary>
    public const string ExampleBreaksSchema = "EXAMPLE_BREAKS_SCHEMA";

    /// <summary>A member that is required and read only: required in answers alone.</summary>
    public const string RequiredReadOnly = "REQUIRED_READ_ONLY";

    /// <summary>A keyword, pattern or format that is not checked.</summary>
    public const string NotChecked = "NOT_CHECKED";

    /// <summary>A keyword that has no effect where it stands.</summary>
    public const string NoEffect = "NO_EFFECT";

    /// <summary>What the OpenAPI Specification does not allow.</summary>
    public const string NotOpenApi = "NOT_OPENAPI";
}

/// <summary>Collects notes, each once.</summary>
internal sealed class SpecNotes
{
    private readonly HashSet<SpecNote> _seen = [];
    private readonly List<SpecNote> _all = [];

    public IReadOnlyList<SpecNote> All => _all;

    public void Add(string code, string pointer, string text)
    {
        var note = new SpecNote(code, pointer, text);
        if (_seen.Add(note)) _all.Add(note);
    }
}
