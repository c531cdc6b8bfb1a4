using Amazon.Lambda.SQSEvents;
using Hoth.Functions.Catalog;
using Hoth.Local.Tests.Host;
using Hoth.Local.Tests.Storage;
using Hoth.PortContracts;
using Hoth.Ports;

namespace Hoth.Local.Tests.Pumps;

public sealed class QueuePumpTests
{
    private static readonly TimeSpan Visibility = 6 * TimeSpan.FromSeconds(ScriptedFunctions.TimeoutSeconds);

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Event_has_what_the_SQS_event_source_would_send()
    {
        var functions = new ScriptedFunctions();
        await using var host = await StartAsync(functions);
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var id = await host.Host.Ports.Queue.SendAsync(Queues.CostRequests, new OutgoingMessage("body", "group", Trace), CancellationToken.None);

        var record = (await functions.NextAsync()).Event.Records.ShouldHaveSingleItem();

        record.MessageId.ShouldBe(id);
        record.ReceiptHandle.ShouldNotBeNullOrEmpty();
        record.Body.ShouldBe("body");
        record.Attributes["ApproximateReceiveCount"].ShouldBe("1");
        record.Attributes["SentTimestamp"].ShouldBe(_time.GetUtcNow().ToUnixTimeMilliseconds().ToString());
        record.Attributes["MessageGroupId"].ShouldBe("group");
        record.MessageAttributes["traceparent"].StringValue.ShouldBe(Trace);
        record.EventSourceArn.ShouldEndWith(":" + Queues.CostRequests);
    }

    [Fact]
    public async Task Only_the_failed_messages_of_a_batch_come_again()
    {
        using var directory = new TemporaryDirectory();
        var functions = new ScriptedFunctions { Answer = e => ScriptedFunctions.Fail(e.Records.Where(r => r.Body == "bad")) };
        await using (var first = await StartAsync(functions, directory))
        {
            await SendAsync(first, "good", "bad");
            await functions.SeeAsync("good", "bad");
        }

        // A stop waits for the batches under way; a start makes what is left visible at once.
        var later = new ScriptedFunctions();
        await using var second = await StartAsync(later, directory);
        await SendAsync(second, "end");
        await later.SeeAsync("bad", "end");
        later.Calls("good").ShouldBe(0);
    }

    [Fact]
    public async Task Whole_batch_comes_again_when_the_function_throws()
    {
        var functions = new ScriptedFunctions { Answer = _ => throw new InvalidOperationException("on purpose") };
        await using var host = await StartAsync(functions);
        await SendAsync(host, "a");
        await functions.SeeAsync("a");

        await functions.SeeAgainAsync(_time, Visibility, "a");
    }

    [Fact]
    public async Task Whole_batch_comes_again_when_the_answer_names_no_message_of_it()
    {
        var functions = new ScriptedFunctions { Answer = _ => new SQSBatchResponse([new() { ItemIdentifier = "nobody" }]) };
        await using var host = await StartAsync(functions);
        await SendAsync(host, "a");
        await functions.SeeAsync("a");

        await functions.SeeAgainAsync(_time, Visibility, "a");
    }

    [Fact]
    public async Task Function_that_runs_past_its_timeout_does_not_keep_its_place()
    {
        var functions = new ScriptedFunctions { Hangs = e => e.Records.Any(r => r.Body.StartsWith("hangs", StringComparison.Ordinal)) };
        await using var host = await StartAsync(functions);
        for (var i = 0; i < ScriptedFunctions.Concurrency; i++)
        {
            await SendAsync(host, $"hangs-{i}");
            await functions.SeeAsync($"hangs-{i}");
        }

        await SendAsync(host, "other");
        var other = functions.SeeAsync("other");
        // Less than the visibility timeout in all: what hangs is not delivered again.
        for (var moved = TimeSpan.Zero; !other.IsCompleted && moved < Visibility / 2; moved += TimeSpan.FromMilliseconds(10))
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await host.GetAsync("/a-round-trip");
        }

        other.IsCompletedSuccessfully.ShouldBeTrue();
        functions.Calls("hangs-0").ShouldBe(1);
        functions.Release();
    }

    [Fact]
    public async Task Poison_message_ends_in_the_dead_letter_queue_and_its_neighbour_does_not()
    {
        var functions = new ScriptedFunctions { Answer = e => ScriptedFunctions.Fail(e.Records.Where(r => r.Body == "poison")), GivesBackAtOnce = true };
        await using var host = await StartAsync(functions);
        await SendAsync(host, "poison", "good");

        var dead = await host.Host.Ports.Queue.ReceiveAsync(
            Queues.DeadLetter(Queues.CostRequests), 10, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(20), CancellationToken.None);

        dead.ShouldHaveSingleItem().Body.ShouldBe("poison");
        functions.Calls("poison").ShouldBe(Queues.All.Single(q => q.Name == Queues.CostRequests).MaxReceiveCount);
        functions.Calls("good").ShouldBe(1);
    }

    [Fact]
    public async Task Function_knows_how_much_time_it_has()
    {
        var functions = new ScriptedFunctions();
        await using var host = await StartAsync(functions);
        await SendAsync(host, "a");

        (await functions.NextAsync()).RemainingTime.ShouldBe(TimeSpan.FromSeconds(ScriptedFunctions.TimeoutSeconds));
    }

    private Task<TestHost> StartAsync(ScriptedFunctions functions, TemporaryDirectory? directory = null) =>
        TestHost.StartAsync(_time, new FunctionCatalog().Add(composition => functions.With(composition.Ports.Queue)), dataDirectory: directory?.Path);

    private static async Task SendAsync(TestHost host, params string[] bodies)
    {
        foreach (var body in bodies) await host.Host.Ports.Queue.SendAsync(Queues.CostRequests, new OutgoingMessage(body), CancellationToken.None);
    }
}
