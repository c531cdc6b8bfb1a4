using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>Values that break one rule in one place, and nothing else.</summary>
internal sealed class Violations(int seed, Schema schema, string label, IReadOnlyList<JsonElement>? examples = null)
{
    private readonly Collected _collected = new();

    public IReadOnlyList<GeneratedValue> Make()
    {
        foreach (var one in Bases.Make(seed, schema, Shape.Everything, label, examples))
        {
            foreach (var site in Site.Walk(schema, one.Value))
            {
                // What an alternative says itself comes before that none of them fits.
                var breaches = site.Place.Schemas.SelectMany(owner => Breaches.Of(site, owner, seed, label)).OrderBy(b => b.Kind is "oneOf" or "anyOf");
                foreach (var breach in breaches) Add(one.Value, site, breach);
            }
        }

        return _collected.All;
    }

    private void Add(JsonElement whole, Site site, Breach breach)
    {
        if (!_collected.IsNew(breach.At, breach.Pointer, breach.Kind)) return;
        foreach (var change in breach.Changes)
        {
            var value = JsonEdit.ToElement(breach.IsRemoval ? JsonEdit.Without(whole, breach.At) : JsonEdit.With(whole, breach.IsMember ? breach.At : site.At, change));
            if (!Single.Breaks(schema, value, breach.At, breach.Pointer, site.Choices)) continue;
            _collected.Add(Collected.Label(breach.At, breach.Kind), breach.Pointer, value, breach.At);
            return;
        }
    }
}

/// <summary>A way to break a rule.</summary>
/// <param name="Kind">What is special about it: the keyword, and more where there are several ways.</param>
/// <param name="At">Where the rule is broken.</param>
/// <param name="Pointer">The rule.</param>
/// <param name="Changes">What to put there; the first that breaks nothing else is taken.</param>
internal sealed record Breach(string Kind, string At, string Pointer, IEnumerable<JsonNode?> Changes)
{
    /// <summary>True when a member is taken away.</summary>
    public bool IsRemoval { get; init; }

    /// <summary>True when a member is added: <paramref name="At"/> is its own place, not that of the object.</summary>
    public bool IsMember { get; init; }
}
