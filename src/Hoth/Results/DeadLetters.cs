using Hoth.Ports;
using Microsoft.Extensions.Logging;

namespace Hoth.Results;

/// <summary>Moves poison messages (that no retry will ever make readable) to the dead-letter queue at once, so that they hide no neighbour.</summary>
public sealed class DeadLetters(IQueue queue, ILogger<DeadLetters> logger)
{
    /// <summary>Moves one message; it is on the dead-letter queue before it leaves its own.</summary>
    /// <param name="source">The queue it was received from.</param>
    /// <param name="message">The message.</param>
    /// <param name="reason">Why, for the log; nothing of the body.</param>
    /// <param name="cancellationToken">Stops between the steps; then it may be on both.</param>
    public async Task MoveAsync(string source, ReceivedMessage message, string reason, CancellationToken cancellationToken)
    {
        Log.PoisonMessage(logger, source, message.MessageId, reason);
        await queue.SendAsync(Queues.DeadLetter(source), new OutgoingMessage(message.Body, message.GroupId, message.TraceParent), cancellationToken);
        await queue.DeleteAsync(source, [message.Receipt], cancellationToken);
    }
}
