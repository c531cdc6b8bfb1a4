using Amazon.Lambda.Annotations.SQS;
using Hoth.Ports;

namespace Hoth.Functions.Catalog;

/// <summary>The queue that invokes a function, with the settings of the Lambda event source mapping.</summary>
/// <param name="Name">A name of <see cref="Queues"/>.</param>
/// <param name="BatchSize">At most so many messages at once: 1 to 10.</param>
/// <param name="BatchWindow">How long messages are collected for a batch: 0 to 300 s.</param>
/// <param name="MaximumConcurrency">At most so many invocations at a time: 2 to 1000 (SQS event source limits), or null for no limit of its own.</param>
public sealed record FunctionQueue(string Name, int BatchSize, TimeSpan BatchWindow, int? MaximumConcurrency)
{
    private const uint DefaultBatchSize = 10;

    internal static FunctionQueue? From(IReadOnlyList<SQSEventAttribute> declared, ICollection<string> mistakes)
    {
        if (declared.Count == 0) return null;
        if (declared.Count > 1) mistakes.Add("it has more than one queue");
        var source = declared[0];
        var name = source.Queue.TrimStart('@');
        if (!source.Queue.StartsWith('@') || Queues.All.All(q => q.Name != name)) mistakes.Add($"its queue '{source.Queue}' is not @ and a name of Queues");
        var batch = source.BatchSize == 0 ? DefaultBatchSize : source.BatchSize;
        if (batch > 10) mistakes.Add("its BatchSize is over 10");
        if (source.MaximumBatchingWindowInSeconds > 300) mistakes.Add("its batching window is over 300 s");
        if (source.MaximumConcurrency is 1 or > 1000) mistakes.Add("its MaximumConcurrency is not 2 to 1000");
        if (source.Filters is not null || !source.Enabled) mistakes.Add("it sets Filters or Enabled, which not every host can do");
        return new FunctionQueue(
            name,
            (int)batch,
            TimeSpan.FromSeconds(source.MaximumBatchingWindowInSeconds),
            source.MaximumConcurrency == 0 ? null : (int)source.MaximumConcurrency);
    }
}
