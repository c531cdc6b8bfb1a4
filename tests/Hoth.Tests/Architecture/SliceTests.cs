using System.Reflection;

namespace Hoth.Tests.Architecture;

public sealed class SliceTests
{
    /// <summary>Slices are the namespaces of use cases; everything else under Hoth is there for them to share.</summary>
    private static readonly string[] Slices = ["Hoth.Costs", "Hoth.Provisioning", "Hoth.Reports", "Hoth.QaRuns"];

    private static readonly Assembly Application = typeof(Hoth.Costs.CostRequest).Assembly;

    [Fact]
    public void Slices_do_not_refer_to_each_other()
    {
        var found = Slices.Where(s => TypesOf(s).Any()).ToList();
        found.ShouldContain("Hoth.Costs");

        var violations = from slice in found
                         from other in found
                         where slice != other
                         from reference in ReferencesBetween(slice, other)
                         select reference;

        violations.ShouldBeEmpty();
    }

    [Fact]
    public void What_slices_share_does_not_refer_to_a_slice()
    {
        var shared = Application.GetTypes()
            .Select(t => t.Namespace)
            .Where(n => n is not null && n.StartsWith("Hoth.", StringComparison.Ordinal) && !Slices.Any(s => IsWithin(n, s)))
            .Distinct()
            .ToList();
        shared.ShouldNotBeEmpty();

        var violations = from @namespace in shared
                         from slice in Slices
                         from reference in ReferencesBetween(@namespace, slice)
                         select reference;

        violations.ShouldBeEmpty();
    }

    [Fact]
    public void Application_refers_to_no_cloud_and_no_web_framework()
    {
        var forbidden = Application.GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(n => n.StartsWith("Amazon", StringComparison.Ordinal) || n.StartsWith("AWSSDK", StringComparison.Ordinal) || n.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

        forbidden.ShouldBeEmpty();
    }

    [Fact]
    public void References_are_found_in_declarations_and_in_method_bodies()
    {
        TypeReferences.Of(typeof(Declares)).ShouldContain(typeof(Target));
        TypeReferences.Of(typeof(Calls)).ShouldContain(typeof(Target));
        TypeReferences.Of(typeof(Mentions)).ShouldContain(typeof(Target));
        TypeReferences.Of(typeof(Unrelated)).ShouldNotContain(typeof(Target));
    }

    private static IEnumerable<string> ReferencesBetween(string user, string target) =>
        from type in TypesOf(user)
        from used in TypeReferences.Of(type)
        where used.Assembly == Application && IsWithin(used.Namespace, target)
        select $"{type.FullName} refers to {used.FullName}";

    private static IEnumerable<Type> TypesOf(string slice) => Application.GetTypes().Where(t => IsWithin(t.Namespace, slice));

    private static bool IsWithin(string? name, string slice) => name == slice || (name is not null && name.StartsWith(slice + ".", StringComparison.Ordinal));

    private sealed class Target
    {
        public static int Count => 1;
    }

    private sealed class Declares
    {
        public Dictionary<string, Target[]>? Member { get; set; }
    }

    private sealed class Calls
    {
        public int Call(int number) => number switch
        {
            1 => 2,
            2 => 4,
            3 => 8,
            4 => Target.Count,
            _ => 16,
        };
    }

    private sealed class Mentions
    {
        public string Mention() => typeof(Target).Name;
    }

    private sealed class Unrelated
    {
        public int Call() => 1;
    }
}
