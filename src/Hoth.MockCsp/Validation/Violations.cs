namespace Hoth.MockCsp.Validation;

/// <summary>One broken rule: where (JSON path, <c>query.name</c> or <c>header.name</c>) and which.</summary>
internal sealed record Violation(string Path, string Message);

/// <summary>RFC 9457, with all violations as an extension.</summary>
internal sealed record Problem(string Type, string Title, int Status, string Detail, IReadOnlyList<Violation>? Violations);

/// <summary>Collects broken rules, so that an answer names all of them.</summary>
internal sealed class Violations
{
    private readonly List<Violation> all = [];

    public IReadOnlyList<Violation> All => all;

    public bool Any => all.Count > 0;

    public void Add(string path, string message) => all.Add(new(path, message));
}
