using Hoth.Aws.Tests.Emulators;

namespace Hoth.Aws.Tests.Sqs;

[Collection(nameof(Moto))]
public sealed class SqsQueueOnMotoTests(Moto emulator) : SqsQueueContract(emulator)
{
    /// <summary>moto now and then gives several receivers the same delivery.</summary>
    protected override int Receivers => 1;

    /// <summary>moto gives the next message to a long poll whose connection is gone, when the request had reached it. The message comes again.</summary>
    protected override TimeSpan VisibilityOfCancelled => TimeSpan.FromSeconds(1);

    /// <summary>moto takes the receipt of an earlier delivery for the latest one.</summary>
    public override Task Stale_receipt_does_not_hide_the_message() => StillWrongAsync(base.Stale_receipt_does_not_hide_the_message);

    /// <inheritdoc cref="Stale_receipt_does_not_hide_the_message" />
    public override Task Stale_receipt_does_not_delete_the_message() => StillWrongAsync(base.Stale_receipt_does_not_delete_the_message);
}
