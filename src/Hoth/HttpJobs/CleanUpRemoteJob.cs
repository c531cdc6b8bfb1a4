using Hoth.HttpJobs.Definitions;
using Hoth.HttpJobs.Expressions;
using Hoth.HttpJobs.Http;

namespace Hoth.HttpJobs;

/// <summary>Aborts or deletes the server's job, once, as well as it can: what the job came to is decided, and at most a warning is added.</summary>
internal sealed class CleanUpRemoteJob(HttpJobClient client, HttpJobMoves moves)
{
    public async Task<HttpJobState> ExecuteAsync(HttpJobDefinition definition, HttpJobState state, CancellationToken cancellationToken)
    {
        var requester = state.Phase == HttpJobPhase.Abort ? definition.Steps.Abort! : definition.Steps.Delete!;
        var warning = await TryAsync(requester, new ExpressionValues(state.Values), cancellationToken);
        return moves.AfterCleanUp(definition, warning is null ? state : HttpJobMoves.Warn(state, warning));
    }

    private async Task<string?> TryAsync(Requester requester, ExpressionValues values, CancellationToken cancellationToken)
    {
        try
        {
            var (answer, failure) = await client.SendAsync(HttpJobRequest.Create(requester, values), cancellationToken);
            if (answer is null) return HttpJobMoves.FailureOf(requester.Step, null, failure).Detail;

            // 404 and 410: it is gone, which is what was wanted.
            await using (answer) return answer is { IsSuccess: true } or { Status: 404 or 410 } ? null : HttpJobMoves.FailureOf(requester.Step, answer, null).Detail;
        }
        catch (HttpJobException e)
        {
            return e.Message;
        }
    }
}
