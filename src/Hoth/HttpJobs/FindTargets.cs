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

    private const string Step = "download_target_requester";

    public async Task<HttpJobState> ExecuteAsync(HttpJobDefinition definition, HttpJobState state, CancellationToken cancellationToken)
    {
        var request = HttpJobRequest.Create(definition.Steps.TargetRequester!, new ExpressionValues(state.Values));
        var (answer, failure) = await client.SendAsync(request, cancellationToken);
        var trouble = answer is { IsSuccess: true } ? null : HttpJobMoves.FailureOf(Step, answer, failure);
        if (answer is null) return failure!.IsTransient ? moves.Again(definition, state, null, trouble!) : moves.EndTry(definition, state, trouble!);
        await using (answer)
        {
            if (trouble is not null && HttpJobMoves.IsTransient(answer)) return moves.Again(definition, state, answer.RetryAfter(moves.Now), trouble);
            if (trouble is not null) return moves.EndTry(definition, state, trouble);
            try
            {
                return Extract(definition, state, answer, await answer.ReadBodyAsync(cancellationToken));
            }
            catch (TransferException e)
            {
                return moves.Again(definition, state, null, HttpJobMoves.FailureOf(Step, null, e.Failure));
            }
        }
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
