using Hoth.HttpJobs.Definitions;
using Hoth.HttpJobs.Expressions;
using Hoth.HttpJobs.Http;
using Hoth.Ports;
using Microsoft.Extensions.Logging;

namespace Hoth.HttpJobs;

/// <summary>
/// Takes asynchronous HTTP jobs one step further at a time (seeds 000 and 001): create, poll until terminal, find targets, download each,
/// delete; failed or timed out: abort, delete, and another try after the cooldown. Holds no state of jobs: whoever drives it saves the state after each step.
/// </summary>
public sealed class HttpJobEngine(HttpJobClient client, IIds ids, TimeProvider time, ILogger<HttpJobEngine> logger)
{
    private readonly HttpJobMoves _moves = new(ids, time);

    /// <summary>The state of a new job.</summary>
    /// <param name="definition">What kind of job.</param>
    /// <param name="id">1 to 100 characters fit for a header, unique for each job; never a client's own.</param>
    /// <param name="inputs">Exactly what <see cref="HttpJobDefinition.Inputs"/> names.</param>
    /// <param name="deadline">No new try is begun after this.</param>
    /// <exception cref="ArgumentException">The inputs are not those of the definition.</exception>
    public HttpJobState Start(HttpJobDefinition definition, string id, IReadOnlyDictionary<string, string> inputs, DateTimeOffset deadline)
    {
        if (!inputs.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(definition.Inputs))
        {
            throw new ArgumentException($"The job {definition.Name} takes exactly these inputs: {string.Join(", ", definition.Inputs)}.", nameof(inputs));
        }

        var values = inputs.Aggregate(ExpressionValues.Empty, (v, i) => v.With(Contexts.Input, i.Key, JsonText.Of(i.Value)));
        return new HttpJobState
        {
            Definition = definition.Name,
            Id = id,
            DeadlineAt = deadline,
            NotBefore = _moves.Now,
            Values = HttpJobMoves.WithAttempt(values, id, 1).All,
        };
    }

    /// <summary>Does the next step; a job that is over, or not due yet, stays as it is.</summary>
    /// <param name="definition">The one that the job was started with.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="output">Where records go.</param>
    /// <param name="cancellationToken">Stops within the step; then it is done again from the same state.</param>
    /// <returns>Where it stands now: save it before the next step.</returns>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    public async Task<HttpJobState> AdvanceAsync(HttpJobDefinition definition, HttpJobState state, IHttpJobOutput output, CancellationToken cancellationToken)
    {
        if (state.IsOver || _moves.Now < state.NotBefore) return state;
        var next = await StepAsync(definition, state, output, cancellationToken);
        foreach (var warning in next.Warnings.Except(state.Warnings)) Log.HttpJobWarned(logger, next.Id, definition.Name, state.Attempt, warning);
        if (next.Phase != state.Phase) Log.HttpJobMoved(logger, next.Id, definition.Name, state.Attempt, state.Phase, next.Phase, next.RemoteStatus);
        return next;
    }

    /// <summary>Ends a job that is not wanted any more: what is left to do is to abort and delete what the server has of it, as well as that goes.</summary>
    /// <param name="definition">The one that the job was started with.</param>
    /// <param name="state">Where it stands.</param>
    /// <returns>A state that leads to Done by cleaning up; a job that is over stays as it is.</returns>
    public HttpJobState Cancel(HttpJobDefinition definition, HttpJobState state)
    {
        var failure = new HttpJobFailure(HttpJobError.Cancelled, "The job is not wanted any more.", IsFinal: true);
        return state.Phase switch
        {
            HttpJobPhase.Done => state,
            HttpJobPhase.Abort or HttpJobPhase.Delete => state with { Verdict = HttpJobVerdict.Failed, Failure = failure },
            _ => _moves.EndTry(definition, state, failure),
        };
    }

    private async Task<HttpJobState> StepAsync(HttpJobDefinition definition, HttpJobState state, IHttpJobOutput output, CancellationToken cancellationToken)
    {
        if (state.Phase is HttpJobPhase.Create && _moves.Now >= state.DeadlineAt)
        {
            return _moves.EndTry(definition, state, new HttpJobFailure(HttpJobError.TimedOut, "The job's deadline came before it could be created.", IsFinal: true));
        }

        try
        {
            return state.Phase switch
            {
                HttpJobPhase.Create => await new CreateRemoteJob(client, _moves).ExecuteAsync(definition, state, cancellationToken),
                HttpJobPhase.Adopt => await new CreateRemoteJob(client, _moves).AdoptAsync(definition, state, cancellationToken),
                HttpJobPhase.Poll => await new PollRemoteJob(client, _moves).ExecuteAsync(definition, state, cancellationToken),
                HttpJobPhase.Targets => await new FindTargets(client, _moves).ExecuteAsync(definition, state, cancellationToken),
                HttpJobPhase.Download => await new DownloadPage(client, _moves).ExecuteAsync(definition, state, output, cancellationToken),
                _ => await new CleanUpRemoteJob(client, _moves).ExecuteAsync(definition, state, cancellationToken),
            };
        }
        catch (HttpJobException e)
        {
            return _moves.EndTry(definition, state, new HttpJobFailure(e.Error, e.Message, e.IsFinal));
        }
    }
}
