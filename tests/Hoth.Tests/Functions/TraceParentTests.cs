using Hoth.Functions.Http;

namespace Hoth.Tests.Functions;

public sealed class TraceParentTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = "00f067aa0ba902b7";
    private const string Good = $"00-{Trace}-{Parent}-01";

    [Theory]
    [InlineData(Good, Good)]
    [InlineData($"cc-{Trace}-{Parent}-01", Good)]
    [InlineData($"cc-{Trace}-{Parent}-01-more", Good)]
    [InlineData($"00-{Trace}-{Parent}-01-more", null)]
    [InlineData($"cc-{Trace}-{Parent}-01.more", null)]
    [InlineData($"ff-{Trace}-{Parent}-01", null)]
    [InlineData("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", null)]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01", null)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", null)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0\n", null)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Traceparent_is_taken_only_when_it_is_valid(string? header, string? expected) => TraceParent.Normalize(header).ShouldBe(expected);
}
