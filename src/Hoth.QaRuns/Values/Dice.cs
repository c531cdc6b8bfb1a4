using System.Numerics;

namespace Hoth.QaRuns.Values;

/// <summary>
/// Numbers that look random and follow from a seed and a place alone: not from the order of calls, nor from the version of .NET. FNV-1a for the place,
/// SplitMix64 (Steele, Lea, Flood 2014) for the numbers.
/// </summary>
internal sealed class Dice
{
    private const string Alphanumeric = "abcdefghijkmnpqrstuvwxyz23456789";

    private ulong _state = 14695981039346656037;

    public Dice(int seed, params ReadOnlySpan<string> place)
    {
        Mix((uint)seed);
        foreach (var part in place)
        {
            foreach (var c in part) Mix(c);
            Mix(0xFFFF);
        }
    }

    /// <summary>From 0 to one less than a count.</summary>
    public int Next(int count)
    {
        _state += 0x9E3779B97F4A7C15;
        var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)(BitOperations.RotateLeft(z ^ (z >> 31), 7) % (uint)count);
    }

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> among) => among[Next(among.Count)];

    /// <summary>Small letters and digits that are not mistaken for each other.</summary>
    public string Letters(int count) => string.Create(count, this, static (text, dice) =>
    {
        foreach (ref var c in text) c = Alphanumeric[dice.Next(Alphanumeric.Length)];
    });

    /// <summary>Digits, the first of which is not 0.</summary>
    public string Digits(int count) => string.Create(count, this, static (text, dice) =>
    {
        for (var i = 0; i < text.Length; i++) text[i] = (char)(i == 0 ? '1' + dice.Next(9) : '0' + dice.Next(10));
    });

    private void Mix(uint value) => _state = (_state ^ value) * 1099511628211;
}
