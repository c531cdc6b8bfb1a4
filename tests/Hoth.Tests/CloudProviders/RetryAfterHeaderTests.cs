using Hoth.CloudProviders;

namespace Hoth.Tests.CloudProviders;

public class RetryAfterHeaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData(" 7 ", 7)]
    [InlineData("43200", 43_200)]
    [InlineData("43201", 43_200)]
    [InlineData("2147483648", 43_200)]
    [InlineData("99999999999999999999", 43_200)]
    [InlineData("Sun, 01 Mar 2026 12:00:30 GMT", 30)]
    [InlineData("Sunday, 01-Mar-26 12:01:00 GMT", 60)]
    [InlineData("Sun Mar  1 12:00:05 2026", 5)]
    [InlineData("Sun, 01 Mar 2026 12:00:00 GMT", 0)]
    [InlineData("Fri, 01 Mar 2030 12:00:00 GMT", 43_200)]
    public void Retry_after_is_read_when_it_is_seconds_or_a_date(string value, int seconds) =>
        RetryAfterHeader.Parse(value, Now).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+5")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("5s")]
    [InlineData("soon")]
    [InlineData("5, 6")]
    [InlineData("\u0661\u0662")]
    [InlineData("2026-03-01T12:00:30Z")]
    [InlineData("Sun, 01 Mar 2026 11:59:59 GMT")]
    [InlineData("Sun, 31 Feb 2026 12:00:30 GMT")]
    public void Retry_after_is_ignored_when_it_is_nonsense_or_past(string? value) => RetryAfterHeader.Parse(value, Now).ShouldBeNull();
}
