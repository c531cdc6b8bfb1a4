namespace Hoth.Ports;

/// <summary>
/// A message queue that delivers at least once, in no promised order, fair between message groups
/// (SQS standard queue semantics). The job record is the truth; a queue only delivers.
/// </summary>
/// <remarks>
/// Every method throws <see cref="PortUnavailableException"/> when the queue cannot be reached or refuses for load;
/// then nothing, or everything, of the call may have happened.
/// </remarks>
public interface IQueue
{
    /// <summary>Makes one message durable. When this returns, the message will be delivered.</summary>
    /// <param name="queue">A name from <see cref="Queues"/>.</param>
    /// <param name="message">Body of at most 256 KiB in UTF-8 together with the group id.</param>
    /// <param name="cancellationToken">Stops waiting; the message may or may not have been sent.</param>
    /// <returns>The message id, the same at every delivery of this message.</returns>
    Task<string> SendAsync(string queue, OutgoingMessage message, CancellationToken cancellationToken);

    /// <summary>Receives up to <paramref name="maximum"/> messages and hides them for <paramref name="visibility"/>.</summary>
    /// <param name="queue">A name from <see cref="Queues"/>.</param>
    /// <param name="maximum">1 to 10.</param>
    /// <param name="visibility">0 s to 12 h: how long the messages stay hidden from other receivers.</param>
    /// <param name="wait">0 to 20 s: how long to wait for the first message (long polling).</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int maximum, TimeSpan visibility, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>
    /// Receives for somebody outside of this process: the messages stay hidden for <paramref name="visibility"/> even when this process ends, and a
    /// host that restarts must not give them to others before. SQS never does.
    /// </summary>
    /// <inheritdoc cref="ReceiveAsync"/>
    Task<IReadOnlyList<ReceivedMessage>> LendAsync(string queue, int maximum, TimeSpan visibility, TimeSpan wait, CancellationToken cancellationToken) =>
        ReceiveAsync(queue, maximum, visibility, wait, cancellationToken);

    /// <summary>Removes messages, up to 10. A message whose receipt is no longer valid is not removed.</summary>
    /// <returns>The receipts that could not be removed; empty when all were.</returns>
    Task<IReadOnlyList<string>> DeleteAsync(string queue, IReadOnlyList<string> receipts, CancellationToken cancellationToken);

    /// <summary>Sets anew, from now on, how long a received message stays hidden: 0 s gives it back at once, 12 h at the most.</summary>
    /// <returns>False when the message is no longer in flight by this receipt: deleted, visible again, or received again by somebody else.</returns>
    Task<bool> ChangeVisibilityAsync(string queue, string receipt, TimeSpan visibility, CancellationToken cancellationToken);
}

/// <summary>A message to send.</summary>
/// <param name="Body">Text, JSON in all of Hoth's queues.</param>
/// <param name="GroupId">The message group for fair delivery (the portfolio): one group's flood does not delay the others. 1 to 128 characters, or null.</param>
/// <param name="TraceParent">W3C trace context of the sender, or null.</param>
public sealed record OutgoingMessage(string Body, string? GroupId = null, string? TraceParent = null);

/// <summary>A delivered message.</summary>
/// <param name="MessageId">The id given when it was sent.</param>
/// <param name="Receipt">Names this delivery, for delete and change of visibility.</param>
/// <param name="Body">The text as it was sent.</param>
/// <param name="GroupId">The message group, or null.</param>
/// <param name="ReceiveCount">How many times it was delivered, this delivery included: 1 or more.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="TraceParent">W3C trace context of the sender, or null.</param>
public sealed record ReceivedMessage(string MessageId, string Receipt, string Body, string? GroupId, int ReceiveCount, DateTimeOffset SentAt, string? TraceParent = null);
