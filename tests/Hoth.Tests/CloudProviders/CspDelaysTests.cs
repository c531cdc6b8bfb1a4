using Hoth.CloudProviders;

namespace Hoth.Tests.CloudProviders;

public class CspDelaysTests
{
    [Theory]
    [InlineData(1, 0.0, 0.1)]
    [InlineData(1, 0.5, 0.2)]
    [InlineData(1, 1.0, 0.3)]
    [InlineData(2, 0.5, 0.4)]
    [InlineData(3, 0.5, 0.8)]
    [InlineData(5, 1.0, 4.8)]
    [InlineData(6, 1.0, 5.0)]
    [InlineData(1000, 0.0, 5.0)]
    public void Retry_delay_doubles_with_jitter_up_to_its_limit(int attempt, double jitter, double seconds) =>
        CspDelays.ForRetry(attempt, null, jitter).TotalSeconds.ShouldBe(seconds, 1e-9);

    [Theory]
    [InlineData(1, 0.0, 4.0)]
    [InlineData(1, 0.5, 5.0)]
    [InlineData(1, 1.0, 6.0)]
    [InlineData(2, 0.5, 10.0)]
    [InlineData(6, 0.5, 160.0)]
    [InlineData(7, 0.5, 300.0)]
    [InlineData(int.MaxValue, 1.0, 300.0)]
    public void Queue_delay_doubles_with_jitter_up_to_its_limit(int attempt, double jitter, double seconds) =>
        CspDelays.ForQueue(attempt, null, jitter).TotalSeconds.ShouldBe(seconds, 1e-9);

    [Theory]
    [InlineData(1, 5.0)]
    [InlineData(60, 60.0)]
    [InlineData(7200, 7200.0)]
    public void Queue_delay_is_the_retry_after_when_that_is_longer(int retryAfter, double seconds) =>
        CspDelays.ForQueue(1, TimeSpan.FromSeconds(retryAfter), 0.5).TotalSeconds.ShouldBe(seconds, 1e-9);
}
