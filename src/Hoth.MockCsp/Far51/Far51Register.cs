namespace Hoth.MockCsp.Far51;

/// <summary>The authorizations that every CSP knows: they come from outside, so they are made up once, one for each month of four years.</summary>
internal static class Far51Register
{
    private static readonly string[] Departments = ["AF", "ARMY", "DLA", "DOJ"];

    /// <summary>In the order of their creation.</summary>
    public static IReadOnlyList<Far51Authorization> All { get; } = [.. Enumerable.Range(0, 48).Select(Create)];

    public static Far51Authorization? Find(string id) => All.FirstOrDefault(authorization => authorization.Id == id);

    private static Far51Authorization Create(int i)
    {
        var created = new DateOnly(2023, 1, 15).AddMonths(i);
        return new(
            $"far51-{i + 1:D4}",
            created,
            $"N00{i + 1:D4}D0001",
            $"N00{i + 1:D4}F0001",
            created.AddDays(17),
            created.AddDays(17).AddYears(5),
            Departments[i % Departments.Length],
            new($"Officer {i + 1}", $"555-010-{i + 1:D4}", $"officer{i + 1}@agency.example"));
    }
}
