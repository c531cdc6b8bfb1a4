using Hoth.Aws.Tests.Emulators;

namespace Hoth.Aws.Tests.Sqs;

[Collection(nameof(Fauxqs))]
public sealed class SqsQueueOnFauxqsTests(Fauxqs emulator) : SqsQueueContract(emulator)
{
    /// <summary>fauxqs drops the group id on a standard queue.</summary>
    public override Task Message_comes_as_it_was_sent() => StillWrongAsync(base.Message_comes_as_it_was_sent);

    /// <inheritdoc cref="Message_comes_as_it_was_sent" />
    public override Task Message_received_too_often_goes_to_the_dead_letter_queue() =>
        StillWrongAsync(base.Message_received_too_often_goes_to_the_dead_letter_queue);

    /// <summary>fauxqs refuses characters beyond the basic plane, which SQS takes (#x10000 to #x10FFFF).</summary>
    public override Task Unicode_body_comes_unchanged(string body) =>
        body.Any(char.IsSurrogate) ? StillWrongAsync(() => base.Unicode_body_comes_unchanged(body)) : base.Unicode_body_comes_unchanged(body);

    /// <inheritdoc cref="Unicode_body_comes_unchanged" />
    public override Task Large_body_comes_unchanged() => StillWrongAsync(base.Large_body_comes_unchanged);

    /// <summary>fauxqs calls every delete of a batch successful, whatever the receipt.</summary>
    public override Task Batch_delete_removes_the_valid_and_names_the_others() => StillWrongAsync(base.Batch_delete_removes_the_valid_and_names_the_others);

    /// <inheritdoc cref="Batch_delete_removes_the_valid_and_names_the_others" />
    public override Task Stale_receipt_does_not_delete_the_message() => StillWrongAsync(base.Stale_receipt_does_not_delete_the_message);

    /// <inheritdoc cref="Batch_delete_removes_the_valid_and_names_the_others" />
    public override Task Queues_do_not_mix() => StillWrongAsync(base.Queues_do_not_mix);

    /// <summary>fauxqs gives the next message to a long poll whose connection is gone.</summary>
    public override Task Waiting_receive_can_be_cancelled() => StillWrongAsync(base.Waiting_receive_can_be_cancelled);
}
