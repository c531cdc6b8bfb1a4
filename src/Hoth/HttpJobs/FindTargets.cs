using System.Text.Json;
using Hoth.HttpJobs.Definitions;
using Hoth.HttpJobs.Expressions;
using Hoth.HttpJobs.Http;

namespace Hoth.HttpJobs;

/// <summary>Finds out what there is to download.</summary>
internal sealed class FindTargets(HttpJobClient client, HttpJobMoves moves)
{
    /// <summary>More are no state that a record could hold.</summary>
    private const int MaxTargets = 10_000;

    public Task<HttpJobState> ExecuteAsync(HttpJobDefinition definition, HttpJobState state, CancellationToken cancellationToken)
    {
        var request = HttpJobRequest.Create(definition.Steps.TargetRequester!, new ExpressionValues(state.Values));
        return new HttpJobExchange(client, moves).SendAsync(
            definition, state, request, async answer => Extract(definition, state, answer, await answer.ReadBodyAsync(cancellationToken)), cancellationToken);
    }

    /// <summary>Takes the targets out of an answer. Where links had expired and as many came again, it goes on with the target that it was at.</summary>
    public HttpJobState Extract(HttpJobDefinition definition, HttpJobState state, HttpJobAnswer answer, JsonElement? body)
    {
        var path = definition.Steps.TargetExtractor!;
        var targets = body is { } root ? path.FindAll(root) : null;
        if (targets is null || targets.Exists(t => t.ValueKind == JsonValueKind.Null)) throw HttpJobException.Unresolved($"download_target_extractor: the answer has nothing at ${path.Text}.");
        if (targets.Count > MaxTargets) throw HttpJobException.TooLarge($"There are more than {MaxTargets} download targets.");

        var values = new ExpressionValues(state.Values).With(Contexts.DownloadTarget, answer, null, definition.Steps.Paths);
        var next = moves.To(state, HttpJobPhase.Download) with { Values = values.All, Targets = [.. targets.Select(t => t.Clone())] };
        if (state.Targets is null || state.Targets.Count == targets.Count) return next;
        return next with { Target = 0, Written = new(0, 0, 0), WrittenBefore = new(0, 0, 0) };
    }
}
