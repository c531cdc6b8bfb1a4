using System.Text.Json.Nodes;
using Amazon.SQS;
using Amazon.SQS.Model;
using Hoth.Aws.Sqs;
using Hoth.Aws.Tests.Emulators;
using Hoth.PortContracts;
using Hoth.Ports;

namespace Hoth.Aws.Tests.Sqs;

/// <summary>The contract on real queues of an emulator: new ones for each test, made as the stack makes them.</summary>
public abstract class SqsQueueContract(Emulator emulator) : QueueContract, IAsyncLifetime
{
    private readonly Dictionary<string, string> urls = [];
    private AmazonSQSClient? sqs;

    protected override IQueue Queue => new SqsQueue(emulator.Require(sqs), urls);

    /// <summary>The real number would take a long poll each.</summary>
    protected override int MaxReceiveCount => 3;

    public async Task InitializeAsync()
    {
        if (!emulator.IsThere)
        {
            return;
        }

        sqs = TestClients.Sqs(emulator.Endpoint);
        foreach (var queue in Queues.All)
        {
            var deadLetter = Queues.DeadLetter(queue.Name);
            urls[deadLetter] = await CreateAsync(deadLetter, []);
            var arn = (await sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest { QueueUrl = urls[deadLetter], AttributeNames = ["QueueArn"] }))
                .Attributes["QueueArn"];
            var redrive = new JsonObject { ["deadLetterTargetArn"] = arn, ["maxReceiveCount"] = MaxReceiveCount };
            urls[queue.Name] = await CreateAsync(queue.Name, new() { ["RedrivePolicy"] = redrive.ToJsonString() });
        }
    }

    public Task DisposeAsync()
    {
        sqs?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>For a test that the emulator is known to fail: passes as long as it does, so that nobody forgets the exception when the emulator gets it right.</summary>
    protected async Task StillWrongAsync(Func<Task> test)
    {
        emulator.Require();
        var failure = await Record.ExceptionAsync(test);
        failure.ShouldNotBeNull("The emulator gets this right now: take the exception out.");
        // A wrong answer or a refusal is what is known; anything else is news.
        (failure is ShouldAssertException or InvalidMessageContentsException).ShouldBeTrue(failure.ToString());
    }

    private async Task<string> CreateAsync(string name, Dictionary<string, string> attributes)
    {
        var unique = Path.GetRandomFileName().Replace('.', '-');
        var request = new CreateQueueRequest { QueueName = $"{name}-{unique}", Attributes = attributes.Count == 0 ? null : attributes };
        return (await sqs!.CreateQueueAsync(request)).QueueUrl;
    }
}
