using System.Globalization;
using System.Text.RegularExpressions;

namespace Hoth.Infra.Configuration;

/// <summary>Reads context values and collects what is wrong with them.</summary>
internal sealed class ContextReader(Func<string, object?> context)
{
    private readonly List<string> _violations = [];

    /// <summary>One sentence each.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>The key of a property: <c>LogDays</c> → <c>hoth:logDays</c>.</summary>
    public static string KeyOf(string property) => DeploymentOptions.Prefix + char.ToLowerInvariant(property[0]) + property[1..];

    public string? Text(string property, string pattern, string what)
    {
        var text = Raw(property);
        if (text is not null && !Regex.IsMatch(text, pattern)) Refuse($"{KeyOf(property)} is not {what}");
        return text;
    }

    public bool Flag(string property, bool fallback)
    {
        var text = Raw(property);
        if (text is null) return fallback;
        if (!bool.TryParse(text, out var value)) Refuse($"{KeyOf(property)} is not true or false");
        return value;
    }

    public int Number(string property, int fallback, int least, int most, IReadOnlyCollection<int>? allowed = null)
    {
        var text = Raw(property);
        if (text is null) return fallback;
        if (!int.TryParse(text, CultureInfo.InvariantCulture, out var value) || value < least || value > most) Refuse($"{KeyOf(property)} is not {least} to {most}");
        else if (allowed?.Contains(value) == false) Refuse($"{KeyOf(property)} is none of {string.Join(", ", allowed)}");
        return value;
    }

    public IReadOnlyList<string> List(string property, string pattern, string what)
    {
        var items = (Raw(property) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (items.Any(item => !Regex.IsMatch(item, pattern))) Refuse($"{KeyOf(property)} is not {what}");
        return items;
    }

    public void Refuse(string violation) => _violations.Add(violation + ".");

    /// <summary>Empty is the same as not there, so that a key of cdk.json can be undone on the command line.</summary>
    private string? Raw(string property) => Convert.ToString(context(KeyOf(property)), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;
}
