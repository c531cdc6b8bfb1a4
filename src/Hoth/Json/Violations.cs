using Hoth.Problems;

namespace Hoth.Json;

/// <summary>Collects every violated rule of an input by its JSON path, so that a client sees all of them at once. Messages never repeat the input.</summary>
public sealed class Violations
{
    /// <summary>So many are named; what is beyond is counted. A body of 256 KiB has room for mistakes enough to make an answer that no host can send.</summary>
    public const int MaxNamed = 200;

    private readonly SortedDictionary<string, List<string>> _byPath = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>True when at least one was added.</summary>
    public bool Any => _count > 0;

    /// <summary>Adds one.</summary>
    /// <param name="path">JSON path, <c>$.startDate</c>.</param>
    /// <param name="rule">The rule as a sentence part: "must be a real date, YYYY-MM or YYYY-MM-DD".</param>
    public void Add(string path, string rule)
    {
        if (++_count > MaxNamed) return;
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
        new(400, ProblemCodes.InvalidInput, "The request is not valid", _count > MaxNamed
            ? $"See errorMap for the first {MaxNamed} of {_count} violated rules."
            : "See errorMap for every violated rule.")
        {
            ErrorMap = _byPath.ToDictionary(p => p.Key, p => (IReadOnlyList<string>)p.Value, StringComparer.Ordinal),
        };
}
