using System.Text;

namespace Hoth.Tests.CloudProviders;

/// <summary>JSON documents from a seed, without white space and duplicate names.</summary>
internal sealed class RandomJson(int seed, Func<Random, string> name)
{
    private static readonly string[] Primitives = ["1", "-0.50", "1e9", "true", "false", "null", "\"\"", "\"a_b cD\"", "\"\\u00e9\""];
    private readonly Random _random = new(seed);

    public string Next() => Value(0);

    /// <summary>A name that both conversions restore: words of [a-z0-9], the first starting with a letter.</summary>
    public static string SnakeName(Random random)
    {
        var name = new StringBuilder().Append(Pick(random, "abcz"));
        for (var i = random.Next(12); i > 0; i--) name.Append(name[^1] == '_' ? Pick(random, "abz01") : Pick(random, "abz01_"));
        return name.ToString().TrimEnd('_');
    }

    /// <summary>Any short mixture.</summary>
    public static string AnyName(Random random) => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Pick(random, "abAB1_")));

    private string Value(int depth) => _random.Next(depth > 4 ? 1 : 3) switch
    {
        1 => $"[{string.Join(',', Enumerable.Range(0, _random.Next(5)).Select(_ => Value(depth + 1)))}]",
        2 => Object(depth),
        _ => depth == 0 ? Object(depth) : Primitives[_random.Next(Primitives.Length)],
    };

    private string Object(int depth)
    {
        var names = Enumerable.Range(0, _random.Next(12)).Select(_ => name(_random)).Distinct().ToList();
        return $"{{{string.Join(',', names.Select(n => $"\"{n}\":{Value(depth + 1)}"))}}}";
    }

    private static char Pick(Random random, string from) => from[random.Next(from.Length)];
}
