using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>Texts that have a format, and texts that nearly have it.</summary>
internal static class FormatTexts
{
    /// <summary>A text with a format; null: a format about which nothing is known.</summary>
    public static string? Make(string format, Dice dice) => format switch
    {
        "date" => Date(dice),
        Formats.YearMonth => Date(dice)[..7],
        "time" => Time(dice),
        "date-time" => $"{Date(dice)}T{Time(dice)}",
        "email" => $"{dice.Letters(8)}@agency.example",
        "uuid" => $"{Hex(dice, 8)}-{Hex(dice, 4)}-4{Hex(dice, 3)}-8{Hex(dice, 3)}-{Hex(dice, 12)}",
        "uri" => $"https://example.com/{dice.Letters(8)}",
        "uri-reference" => $"/{dice.Letters(8)}",
        "hostname" => $"{dice.Letters(8)}.example",
        // Addresses for documentation: RFC 5737 and RFC 3849.
        "ipv4" => $"192.0.2.{1 + dice.Next(254)}",
        "ipv6" => $"2001:db8::{Hex(dice, 4)}",
        "byte" => Convert.ToBase64String([.. Enumerable.Range(0, 9).Select(_ => (byte)dice.Next(256))]),
        _ => null,
    };

    /// <summary>Texts that do not have a format: one that is nothing like it, and one that only looks like it.</summary>
    public static IEnumerable<(string Name, string Text)> Break(string format) => format switch
    {
        "date" => [("format", "someday"), ("format impossible", "2023-02-29")],
        Formats.YearMonth => [("format", "someday"), ("format impossible", "2023-13")],
        "time" => [("format", "noon"), ("format impossible", "24:00:00Z")],
        "date-time" => [("format", "someday"), ("format impossible", "2023-02-29T12:00:00Z")],
        "email" => [("format", "no-address")],
        "uuid" => [("format", "no-uuid")],
        "uri" => [("format", "no uri")],
        "uri-reference" => [("format", "no reference <>")],
        "hostname" => [("format", "-no host-")],
        "ipv4" => [("format", "192.0.2"), ("format impossible", "192.0.2.256")],
        "ipv6" => [("format", "2001:db8"), ("format impossible", "2001:db8::g")],
        "byte" => [("format", "no base 64!")],
        _ => [],
    };

    // Every month has 28 days.
    private static string Date(Dice dice) => $"{2020 + dice.Next(15):0000}-{1 + dice.Next(12):00}-{1 + dice.Next(28):00}";

    private static string Time(Dice dice) => $"{dice.Next(24):00}:{dice.Next(60):00}:{dice.Next(60):00}Z";

    private static string Hex(Dice dice, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => "0123456789abcdef"[dice.Next(16)]));
}
