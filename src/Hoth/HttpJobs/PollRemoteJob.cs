using System.Text.Json;
using Hoth.AsyncJobs;
using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;
using Hoth.HttpJobs.Expressions;
using Hoth.HttpJobs.Http;

namespace Hoth.HttpJobs;

/// <summary>Asks the server how far its job is.</summary>
internal sealed class PollRemoteJob(HttpJobClient client, HttpJobMoves moves)
{
    private const string Step = "polling_requester";

    public async Task<HttpJobState> ExecuteAsync(HttpJobDefinition definition, HttpJobState state, CancellationToken cancellationToken)
    {
        var request = HttpJobRequest.Create(definition.Steps.Polling, new ExpressionValues(state.Values));
        var (answer, failure) = await client.SendAsync(request, cancellationToken);
        if (answer is null) return AfterTrouble(definition, state, failure!);
        await using (answer)
        {
            try
            {
                return Read(definition, state, answer, await answer.ReadBodyAsync(cancellationToken));
            }
            catch (TransferException e)
            {
                return AfterTrouble(definition, state, e.Failure);
            }
        }
    }

    /// <summary>What an answer to a poll means.</summary>
    public HttpJobState Read(HttpJobDefinition definition, HttpJobState state, HttpJobAnswer answer, JsonElement? body)
    {
        var steps = definition.Steps;
        var values = new ExpressionValues(state.Values).With(Contexts.PollingResponse, answer, body, steps.Paths);
        var status = StatusOf(steps.Status, values);
        var next = state with { Values = values.All, RemoteStatus = status is null ? state.RemoteStatus : PollAnswers.Printable(status) };
        var retryAfter = answer.RetryAfter(moves.Now);

        // A definition may give a meaning to 303 or 404, but trouble stays trouble.
        if (!answer.IsTransient && answer.Status != 401 && status is not null && steps.StatusMapping.TryGetValue(status, out var meaning))
        {
            return Follow(definition, next with { Blanks = 0 }, meaning, answer, body, retryAfter);
        }

        var failure = HttpJobMoves.FailureOf(Step, answer, null);
        switch (answer)
        {
            case { IsTransient: true }:
                return moves.PollAgain(definition, state, retryAfter);
            case { IsSuccess: true } when status is not null:
                return moves.PollAgain(definition, HttpJobMoves.Warn(next with { Blanks = 0 }, $"The server reports the status {PollAnswers.Printable(status)}, which status_mapping does not have; taken for running."), retryAfter);
            case { IsSuccess: true }:
                return Blank(definition, next, retryAfter, new HttpJobFailure(HttpJobError.Unresolved, "The answer to a poll has nothing where status_extractor looks.", IsFinal: false));
            case { Status: 401 or 403 or 404 }:
                // It may not know its own job yet, or credentials are being changed: neither is the job's failure.
                return Blank(definition, state, retryAfter, failure);
            default:
                return moves.EndTry(definition, state, failure);
        }
    }

    private HttpJobState Follow(HttpJobDefinition definition, HttpJobState state, RemoteStatus meaning, HttpJobAnswer answer, JsonElement? body, TimeSpan? retryAfter) => meaning switch
    {
        RemoteStatus.Running => moves.PollAgain(definition, state, retryAfter),
        RemoteStatus.Skipped => moves.EndTry(definition, state, HttpJobVerdict.Skipped),
        RemoteStatus.Failed => moves.EndTry(definition, state, new HttpJobFailure(HttpJobError.RemoteFailed, $"The server reports the status {state.RemoteStatus}.", IsFinal: false) { Status = answer.Status }),
        RemoteStatus.Timeout => moves.EndTry(definition, state, new HttpJobFailure(HttpJobError.TimedOut, $"The server reports the status {state.RemoteStatus}.", IsFinal: false)),
        _ when definition.Steps.TargetRequester is not null => moves.To(state, HttpJobPhase.Targets),
        _ when definition.Steps.TargetExtractor is not null => new FindTargets(client, moves).Extract(definition, state, answer, body),
        _ => moves.To(state, HttpJobPhase.Download),
    };

    private HttpJobState AfterTrouble(HttpJobDefinition definition, HttpJobState state, CspFailure failure)
    {
        var trouble = HttpJobMoves.FailureOf(Step, null, failure);
        if (failure.IsTransient) return moves.PollAgain(definition, state, null);
        return trouble.IsFinal ? moves.EndTry(definition, state, trouble) : Blank(definition, state, null, trouble);
    }

    private HttpJobState Blank(HttpJobDefinition definition, HttpJobState state, TimeSpan? retryAfter, HttpJobFailure failure) =>
        state.Blanks >= PollAnswers.ToleratedBlanks
            ? moves.EndTry(definition, state, failure)
            : moves.PollAgain(definition, state with { Blanks = state.Blanks + 1 }, retryAfter);

    private static string? StatusOf(Template extractor, ExpressionValues values)
    {
        try
        {
            return extractor.Render(values);
        }
        catch (HttpJobException)
        {
            return null;
        }
    }
}
