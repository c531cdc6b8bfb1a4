namespace Hoth.MockCsp.Tokens;

/// <summary>The scopes of the ATAT CSP API.</summary>
public static class Scopes
{
    public const string ReadCost = "atat/read-cost";
    public const string ReadPortfolio = "atat/read-portfolio";
    public const string WritePortfolio = "atat/write-portfolio";

    public static IReadOnlyList<string> All { get; } = [ReadCost, ReadPortfolio, WritePortfolio];
}
