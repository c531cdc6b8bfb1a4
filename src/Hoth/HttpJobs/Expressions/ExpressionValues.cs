using System.Collections.Immutable;
using System.Text.Json;

namespace Hoth.HttpJobs.Expressions;

/// <summary>
/// The values that expressions can have, by <see cref="ValuePath.Key"/>. Only what the definition refers to is kept of an answer, so
/// that a job's state stays small whatever servers send.
/// </summary>
internal sealed class ExpressionValues(ImmutableSortedDictionary<string, JsonElement> all)
{
    // A dictionary that was read from JSON compares otherwise.
    private readonly ImmutableSortedDictionary<string, JsonElement> _values = all.WithComparers(StringComparer.Ordinal);

    public static ExpressionValues Empty { get; } = new(ImmutableSortedDictionary<string, JsonElement>.Empty);

    public ImmutableSortedDictionary<string, JsonElement> All => _values;

    /// <summary>The value, or null when it is not there.</summary>
    public JsonElement? Find(ValuePath path) => _values.TryGetValue(path.Key, out var value) ? value : null;

    /// <summary>A value of a context that is no response.</summary>
    public ExpressionValues With(string context, string name, JsonElement value) => new(_values.SetItem($"{context}.{name}", value));

    /// <summary>Replaces everything of a context by what an answer has.</summary>
    /// <param name="context">Which.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="body">Its body, or for a download target the target itself; null when there is none.</param>
    /// <param name="wanted">What the definition refers to; other contexts' paths are ignored.</param>
    public ExpressionValues With(string context, IAnswerHead answer, JsonElement? body, IEnumerable<ValuePath> wanted)
    {
        var next = Without(context).All.ToBuilder();
        foreach (var path in wanted.Where(p => p.Context == context))
        {
            JsonElement? value = path.Part switch
            {
                "status" => JsonText.Of(answer.Status),
                "url" => JsonText.Of(answer.Url),
                "headers" => answer.Header(path.Name!) is { } header ? JsonText.Of(header) : null,
                _ => body is { } root ? path.Path.Find(root) : null,
            };
            if (value is { } found) next[path.Key] = found.Clone();
        }

        return new(next.ToImmutable());
    }

    /// <summary>Replaces what is known of a context's body.</summary>
    public ExpressionValues WithBody(string context, JsonElement body, IEnumerable<ValuePath> wanted)
    {
        var next = All.ToBuilder();
        foreach (var path in wanted.Where(p => p.Context == context && p.Part == "body"))
        {
            if (path.Path.Find(body) is { } found) next[path.Key] = found.Clone();
            else next.Remove(path.Key);
        }

        return new(next.ToImmutable());
    }

    public ExpressionValues Without(string context) =>
        new(_values.RemoveRange(_values.Keys.Where(k => k.StartsWith(context + ".", StringComparison.Ordinal))));
}

/// <summary>Of an answer: what comes before the body.</summary>
internal interface IAnswerHead
{
    int Status { get; }

    /// <summary>The URL that was asked.</summary>
    string Url { get; }

    /// <summary>A header's value, or null; several lines of one name are joined by commas.</summary>
    string? Header(string name);
}
