using System.Text.Json;
using Hoth.HttpJobs.Expressions;
using Hoth.Json;

namespace Hoth.HttpJobs.Definitions;

/// <summary>Reads texts with expressions, checks that what they refer to exists where they stand, and collects it.</summary>
internal sealed class TemplateReader(Violations violations, IReadOnlyList<string> inputs)
{
    private static readonly string[] JobMembers = ["key", "id", "attempt"];
    private readonly Dictionary<string, ValuePath> _paths = new(StringComparer.Ordinal);

    public Violations Violations => violations;

    /// <summary>Everything that was referred to, each once.</summary>
    public IReadOnlyList<ValuePath> Paths => [.. _paths.Values];

    /// <summary>A template, or null with a violation.</summary>
    /// <param name="value">A JSON string; numbers and booleans are taken as they are written.</param>
    /// <param name="path">Its JSON path.</param>
    /// <param name="scope">The contexts that there are at this point.</param>
    public Template? Read(JsonElement value, string path, IReadOnlyCollection<string> scope)
    {
        if (JsonText.TryGet(value) is not { } text)
        {
            violations.Add(path, "must be a string, number or boolean");
            return null;
        }

        if (Template.TryParse(text, out var mistake) is not { } template)
        {
            violations.Add(path, $"is no valid expression: {mistake}");
            return null;
        }

        foreach (var used in template.Paths) Check(used, path, scope);
        return template;
    }

    /// <summary>An object's members, name → template.</summary>
    public List<(string Name, Template Value)> ReadMembers(JsonInput parent, string member, Func<string, string?> mistakeInName, IReadOnlyCollection<string> scope)
    {
        var members = new List<(string, Template)>();
        if (parent.Member(member, required: false) is not { } value) return members;
        if (value.ValueKind != JsonValueKind.Object)
        {
            violations.Add(parent.PathOf(member), "must be a JSON object");
            return members;
        }

        foreach (var property in value.EnumerateObject())
        {
            var path = $"{parent.PathOf(member)}['{property.Name}']";
            if (mistakeInName(property.Name) is { } mistake) violations.Add(path, mistake);
            else if (Read(property.Value, path, scope) is { } template) members.Add((property.Name, template));
        }

        return members;
    }

    /// <summary>A URL that begins with something of an answer may be relative to that answer's URL, which must be kept then.</summary>
    public void KeepBases(Template url)
    {
        foreach (var first in url.First?.Paths ?? [])
        {
            if (first.BaseUrl is { } basis) _paths[basis.Key] = basis;
        }
    }

    private void Check(ValuePath used, string path, IReadOnlyCollection<string> scope)
    {
        if (!scope.Contains(used.Context)) violations.Add(path, $"refers to {used.Context}, which does not exist at this step");
        else if (used.Context == Contexts.Input && !inputs.Contains(used.Name!)) violations.Add(path, $"refers to input.{used.Name}, which is not among $.inputs");
        else if (used.Context == Contexts.Job && !JobMembers.Contains(used.Name)) violations.Add(path, $"refers to job.{used.Name}; there are job.key, job.id and job.attempt");
        else _paths[used.Key] = used;
    }
}
