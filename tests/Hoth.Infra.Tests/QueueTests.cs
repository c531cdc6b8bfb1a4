using Hoth.Functions.Catalog;
using Hoth.Ports;

namespace Hoth.Infra.Tests;

[Collection(nameof(Stacks))]
public sealed class QueueTests(Stacks stacks)
{
    private const string FailedEvents = "FailedEvents";

    private static readonly FunctionCatalog Catalog = FunctionCatalog.Create();

    [Fact]
    public void Queues_of_the_template_are_those_that_are_declared_and_one_for_failed_events() =>
        stacks.Default.Queues.Keys.ShouldBe(Queues.All.SelectMany(q => new[] { q.Name, Queues.DeadLetter(q.Name) }).Append(FailedEvents), ignoreOrder: true);

    [Fact]
    public void Results_wait_for_a_route_and_everything_else_for_a_worker()
    {
        var worked = Catalog.All.Select(f => f.Queue?.Name).OfType<string>().ToList();
        Queues.All.Where(q => q.Use == QueueUse.Results).Select(q => q.Name).Intersect(worked).ShouldBeEmpty();
        Queues.All.Where(q => q.Use != QueueUse.Results).Select(q => q.Name).Except(worked).ShouldBeEmpty();
    }

    [Fact]
    public void Every_queue_is_a_standard_one_keeps_messages_for_14_days_and_is_encrypted_with_the_customer_key()
    {
        var key = stacks.Default.OfType("AWS::KMS::Key").Single().Id;
        foreach (var (name, queue) in stacks.Default.Queues)
        {
            queue["FifoQueue"].ShouldBeNull(name);
            queue["MessageRetentionPeriod"]!.GetValue<int>().ShouldBe(1_209_600, name);
            stacks.Default.Resolve(queue["KmsMasterKeyId"]).ShouldEndWith($"key/{key}", Case.Sensitive, name);
        }
    }

    [Fact]
    public void Every_queue_has_a_dead_letter_queue_that_takes_from_it_alone()
    {
        foreach (var definition in Queues.All)
        {
            var redrive = stacks.Default.Queues[definition.Name]["RedrivePolicy"]!;
            redrive["maxReceiveCount"]!.GetValue<int>().ShouldBe(definition.MaxReceiveCount);
            stacks.Default.Resolve(redrive["deadLetterTargetArn"]).ShouldEndWith(":hoth-" + Queues.DeadLetter(definition.Name));

            var allow = stacks.Default.Queues[Queues.DeadLetter(definition.Name)]["RedriveAllowPolicy"]!;
            allow["redrivePermission"]!.GetValue<string>().ShouldBe("byQueue");
            allow["sourceQueueArns"]!.AsArray().Select(stacks.Default.Resolve).ShouldBe([$"arn:aws-us-gov:sqs:us-gov-west-1:123456789012:hoth-{definition.Name}"]);
        }
    }

    [Fact]
    public void Every_queue_refuses_what_does_not_come_over_TLS()
    {
        foreach (var (name, queue) in stacks.Default.Queues)
        {
            var policy = stacks.Default.OfType("AWS::SQS::QueuePolicy").Single(p => p["Queues"]!.AsArray().Single()!["Ref"]!.GetValue<string>() == queue.Id);
            Policies.Of(stacks.Default, policy).ShouldContain(
                s => s.Effect == "Deny" && s.Actions.SequenceEqual(new[] { "sqs:*" }) && s.Condition!["Bool"]!["aws:SecureTransport"]!.GetValue<string>() == "false", name);
        }
    }

    [Fact]
    public void Messages_are_hidden_for_six_times_the_longest_timeout_of_who_receives_them()
    {
        foreach (var definition in Queues.All)
        {
            var receivers = Catalog.All.Where(f => f.Queue?.Name == definition.Name || f.Uses.Any(u => u.Resource == definition.Name && u.Access.HasFlag(Access.Receive))).ToList();
            receivers.ShouldNotBeEmpty();
            stacks.Default.Queues[definition.Name]["VisibilityTimeout"]!.GetValue<int>().ShouldBe(6 * receivers.Max(f => (int)f.Function.Timeout), definition.Name);
        }
    }

    [Fact]
    public void What_is_invoked_by_an_event_leaves_its_failures_on_a_queue()
    {
        var queue = $"arn:aws-us-gov:sqs:us-gov-west-1:123456789012:hoth-{FailedEvents}";
        foreach (var rule in stacks.Default.OfType("AWS::Events::Rule"))
        {
            stacks.Default.Resolve(rule["Targets"]![0]!["DeadLetterConfig"]!["Arn"]).ShouldBe(queue);
        }

        Catalog.All.Where(f => stacks.Default.Resolve(stacks.Default.Functions[f.Name]["DeadLetterConfig"]?["TargetArn"]) == queue).Select(f => f.Name)
            .ShouldBe(Catalog.All.Where(f => f.Schedule is not null || f.FailedExecutionsOf is not null).Select(f => f.Name));
    }
}
