using Amazon.Lambda.SQSEvents;
using Hoth.Ports;

namespace Hoth.Local.Pumps;

/// <summary>Reads a function's answer to a batch by the rules of Lambda's partial batch responses.</summary>
internal static class BatchResult
{
    /// <summary>The receipts of the messages that are done. Null when the answer names no message of the batch by its id: then the whole batch counts as failed.</summary>
    public static IReadOnlyList<string>? Done(IReadOnlyList<ReceivedMessage> batch, SQSBatchResponse? response)
    {
        if (response?.BatchItemFailures is not { Count: > 0 } failures) return [.. batch.Select(m => m.Receipt)];

        var failed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var failure in failures)
        {
            if (failure?.ItemIdentifier is not { Length: > 0 } id || batch.All(m => m.MessageId != id)) return null;
            failed.Add(id);
        }

        return [.. batch.Where(m => !failed.Contains(m.MessageId)).Select(m => m.Receipt)];
    }
}
