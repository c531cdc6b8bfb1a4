using System.Collections.Immutable;

namespace Hoth.Benchmarks.Cold;

/// <summary>What is in an <see cref="AwsStub"/>.</summary>
/// <param name="Items">Partition key → item as JSON.</param>
/// <param name="Messages">Queue → body of the last message sent to it; state machine → input of the last execution started.</param>
internal sealed record AwsState(ImmutableDictionary<string, string> Items, ImmutableDictionary<string, string> Messages)
{
    public static AwsState Empty { get; } = new(ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty);

    public AwsState WithItem(string key, string json) => this with { Items = Items.SetItem(key, json) };

    public AwsState WithMessage(string queue, string body) => this with { Messages = Messages.SetItem(queue, body) };
}
