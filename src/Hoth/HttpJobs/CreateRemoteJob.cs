using System.Text.Json;
using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;
using Hoth.HttpJobs.Expressions;
using Hoth.HttpJobs.Http;

namespace Hoth.HttpJobs;

/// <summary>Creates the server's job, or adopts the one that is there already.</summary>
internal sealed class CreateRemoteJob(HttpJobClient client, HttpJobMoves moves)
{
    public async Task<HttpJobState> ExecuteAsync(HttpJobDefinition definition, HttpJobState state, CancellationToken cancellationToken)
    {
        var creation = definition.Steps.Creation;
        var request = HttpJobRequest.Create(creation.Requester, new ExpressionValues(state.Values));
        var (answer, failure) = await client.SendAsync(request, cancellationToken);
        if (answer is null) return AfterTrouble(definition, state, null, failure!.SurelyNotProcessed, failure);
        await using (answer)
        {
            if (answer.IsTransient) return AfterTrouble(definition, state, answer, HttpStatus.IsSurelyNotProcessed(answer.Status), null);
            var isImmediate = creation.ImmediateStatuses.Contains(answer.Status);
            var isConflict = creation.ConflictStatuses.Contains(answer.Status);
            if (!answer.IsSuccess && !isImmediate && !isConflict) return moves.EndTry(definition, state, HttpJobMoves.FailureOf("creation_requester", answer, null));
            JsonElement? body;
            try
            {
                body = await answer.ReadBodyAsync(cancellationToken);
            }
            catch (TransferException e)
            {
                return AfterTrouble(definition, state, null, surelyNotProcessed: false, e.Failure);
            }

            var created = Created(definition, state, answer, body);
            if (isImmediate) return new PollRemoteJob(client, moves).Read(definition, created, answer, body);
            return isConflict && creation.Adoption is not null ? created with { Phase = HttpJobPhase.Adopt } : created;
        }
    }

    /// <summary>The conflict's answer is the creation's for now; what the adoption finds takes its place.</summary>
    public Task<HttpJobState> AdoptAsync(HttpJobDefinition definition, HttpJobState state, CancellationToken cancellationToken)
    {
        var request = HttpJobRequest.Create(definition.Steps.Creation.Adoption!, new ExpressionValues(state.Values));
        return new HttpJobExchange(client, moves).SendAsync(
            definition, state, request, async answer => Created(definition, state, answer, await answer.ReadBodyAsync(cancellationToken)), cancellationToken);
    }

    private HttpJobState Created(HttpJobDefinition definition, HttpJobState state, HttpJobAnswer answer, JsonElement? body)
    {
        var polled = moves.To(state, HttpJobPhase.Poll, answer.RetryAfter(moves.Now));
        return polled with
        {
            Values = new ExpressionValues(state.Values).With(Contexts.CreationResponse, answer, body, definition.Steps.Paths).All,
            TryEndsAt = moves.EndOfPolling(definition, state),
        };
    }

    /// <summary>Repeating a creation may create twice: only where the server has certainly not acted, or recognises a repetition.</summary>
    private HttpJobState AfterTrouble(HttpJobDefinition definition, HttpJobState state, HttpJobAnswer? answer, bool surelyNotProcessed, CspFailure? failure)
    {
        var creation = definition.Steps.Creation;
        var trouble = HttpJobMoves.FailureOf("creation_requester", answer, failure);
        if (failure is { IsTransient: false }) return moves.EndTry(definition, state, trouble);
        if (surelyNotProcessed || creation.MayRepeat || creation.ConflictStatuses.Count > 0) return moves.Again(definition, state, answer?.RetryAfter(moves.Now), trouble);
        return moves.EndTry(definition, state, new HttpJobFailure(HttpJobError.UnknownOutcome, $"Whether the job was created is not known. {trouble.Detail}", IsFinal: false));
    }
}
