using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.PortContracts;

/// <summary>
/// What a queue promises besides where it can be tried: with time that can be moved and fair delivery between groups. SQS
/// promises both; no emulator has either.
/// </summary>
public abstract class HostQueueContract : QueueContract
{
    [SkippableFact]
    public async Task Flood_of_one_group_does_not_delay_another()
    {
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => SendAsync($"flood {i}", "noisy")));
        await SendAsync("alone", "quiet");

        var firstTwo = (await ReceiveAsync(1, Long, TimeSpan.Zero)).Concat(await ReceiveAsync(1, Long, TimeSpan.Zero));

        firstTwo.ShouldContain(message => message.GroupId == "quiet");
    }

    [SkippableFact]
    public async Task Group_with_much_in_flight_waits_for_the_others()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => SendAsync($"flood {i}", "noisy")));
        await ReceiveAllAsync(20, Long);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => SendAsync($"late {i}", "quiet")));

        var next = await ReceiveAsync(5, Long, TimeSpan.Zero);

        next.ShouldAllBe(message => message.GroupId == "quiet");
    }

    [SkippableFact]
    public async Task Message_is_gone_when_its_retention_has_ended()
    {
        await SendAsync("old", "group");
        MoveTime(QueueDefinition.Retention + TimeSpan.FromSeconds(1));
        await SendAsync("new", "group");

        (await ReceiveAsync(10, Long, TimeSpan.Zero)).ShouldHaveSingleItem().Body.ShouldBe("new");
    }
}
