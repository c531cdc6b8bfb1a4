using Hoth.Jobs;
using Shouldly;
using Xunit;

namespace Hoth.Tests.Jobs;

public sealed class JobIdsTests
{
    [Theory]
    [InlineData("p1")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("...")]
    [InlineData("a..b")]
    [InlineData("größe-東")]
    public void A_resource_id_may_be_any_printable_text(string id) => JobIds.IsResourceId(id).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("../b")]
    [InlineData("a\\..")]
    [InlineData("a/./b")]
    [InlineData("line\nbreak")]
    [InlineData("zero\u200bwidth")]
    [InlineData("lone\ud800")]
    public void A_resource_id_has_no_dot_segment_and_nothing_that_does_not_print(string id) => JobIds.IsResourceId(id).ShouldBeFalse();

    [Fact]
    public void A_resource_id_has_at_most_128_characters()
    {
        JobIds.IsResourceId(new string('x', 128)).ShouldBeTrue();
        JobIds.IsResourceId(new string('x', 129)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("p-1", "p-1")]
    [InlineData("a b", null)]
    [InlineData("größe", null)]
    public void A_message_group_has_only_characters_that_SQS_allows(string id, string? same)
    {
        var group = JobIds.GroupOf(id);

        group.ShouldBe(same ?? group);
        group.ShouldAllBe(c => c > ' ' && c <= '~');
        group.Length.ShouldBeLessThanOrEqualTo(128);
    }
}
