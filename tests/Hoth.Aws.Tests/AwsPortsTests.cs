using Amazon.Runtime;
using Hoth.Aws.Tests.Compat;
using Hoth.Ports;

namespace Hoth.Aws.Tests;

/// <summary>The clients take region and credentials from the process's environment, so nothing runs beside this test.</summary>
[Collection(ProcessWide.Name)]
public sealed class AwsPortsTests : IDisposable
{
    private static readonly string[] Names = ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

    private readonly Dictionary<string, string?> before = Names.ToDictionary(name => name, Environment.GetEnvironmentVariable);

    public void Dispose()
    {
        foreach (var (name, value) in before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        FallbackRegionFactory.Reset();
    }

    [Fact]
    public async Task Client_is_made_at_the_first_call_and_not_with_its_port()
    {
        foreach (var name in Names)
        {
            Environment.SetEnvironmentVariable(name, "us-gov-west-1");
        }

        FallbackRegionFactory.Reset();
        var ports = new AwsPorts(AwsSettings.Read(CompleteSettings.Variables().GetValueOrDefault), new TestIds(), TimeProvider.System);

        object[] all = [ports.Queue, ports.Jobs, ports.Documents, ports.Artifacts, ports.Secrets];
        all.ShouldAllBe(port => port != null);
        ports.Clients.ShouldBe(0);

        await Should.ThrowAsync<OperationCanceledException>(
            () => ports.Queue.SendAsync(Queues.CostRequests, new OutgoingMessage("{}"), new CancellationToken(canceled: true)));
        ports.Clients.ShouldBe(1);
    }
}
