using Hoth.Json;
using Shouldly;
using Xunit;

namespace Hoth.Tests.Json;

public sealed class ViolationsTests
{
    [Fact]
    public void Violations_beyond_the_limit_are_counted_instead_of_named()
    {
        var violations = new Violations();
        for (var i = 0; i < Violations.MaxNamed + 50; i++) violations.Add($"$.m{i}", "is not a known member");

        var problem = violations.ToProblem();

        problem.ErrorMap!.Count.ShouldBe(Violations.MaxNamed);
        problem.Detail.ShouldContain($"{Violations.MaxNamed + 50}");
    }
}
