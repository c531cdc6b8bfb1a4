using Hoth.Problems;

namespace Hoth.Json;

/// <summary>Collects every violated rule of an input by its JSON path, so that a client sees all of them at once. Messages never repeat the input.</summary>
public sealed class Violations
{
    private readonly SortedDictionary<string, List<string>> _byPath = new(StringComparer.Ordinal);

    /// <summary>True when at least one was added.</summary>
    public bool Any => _byPath.Count > 0;

    /// <summary>Adds one.</summary>
    /// <param name="path">JSON path, <c>$.startDate</c>.</param>
    /// <param name="rule">The rule as a sentence part: "must be a real date, YYYY-MM or YYYY-MM-DD".</param>
    public void Add(string path, string rule)
    {
        if (!_byPath.TryGetValue(path, out var rules)) _byPath[path] = rules = [];
        rules.Add(rule);
    }

    /// <summary>One line for each violated rule, "$.path rule", sorted by path.</summary>
    public IReadOnlyList<string> ToLines() => [.. _byPath.SelectMany(p => p.Value.Select(rule => $"{p.Key} {rule}"))];

    /// <summary>Ends the use case with 400 INVALID_INPUT when there is any.</summary>
    /// <exception cref="ProblemException">There is at least one violation.</exception>
    public void ThrowIfAny()
    {
        if (Any) throw ToProblem().ToException();
    }

    /// <summary>The 400 INVALID_INPUT problem with all violations.</summary>
    public Problem ToProblem() =>
        new(400, ProblemCodes.InvalidInput, "The request is not valid", "See errorMap for every violated rule.")
        {
            ErrorMap = _byPath.ToDictionary(p => p.Key, p => (IReadOnlyList<string>)p.Value, StringComparer.Ordinal),
        };
}
