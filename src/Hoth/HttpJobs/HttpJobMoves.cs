using Hoth.AsyncJobs;
using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;
using Hoth.HttpJobs.Expressions;
using Hoth.HttpJobs.Http;
using Hoth.Ports;

namespace Hoth.HttpJobs;

/// <summary>What may follow from a step. No I/O.</summary>
internal sealed class HttpJobMoves(IIds ids, TimeProvider time)
{
    /// <summary>So often a step is repeated before the try has failed.</summary>
    public const int MaxStepTries = 4;

    private const int MaxWarnings = 20;
    private static readonly TimeSpan FirstRepeat = TimeSpan.FromSeconds(2);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The next phase, at once unless the server asked to wait.</summary>
    public HttpJobState To(HttpJobState state, HttpJobPhase phase, TimeSpan? wait = null) =>
        state with { Phase = phase, StepTries = 0, NotBefore = Now + (wait ?? TimeSpan.Zero) };

    /// <summary>Until when a try that begins to poll now is polled.</summary>
    public DateTimeOffset EndOfPolling(HttpJobDefinition definition, HttpJobState state) => Min(Now + definition.Steps.PollingTimeout, state.DeadlineAt);

    /// <summary>The same step later, or the end of the try when it was repeated often enough.</summary>
    public HttpJobState Again(HttpJobDefinition definition, HttpJobState state, TimeSpan? retryAfter, HttpJobFailure orElse)
    {
        var now = Now;
        if (state.StepTries >= MaxStepTries || now >= state.DeadlineAt) return EndTry(definition, state, orElse);
        var delay = PollDelays.Next(FirstRepeat, state.StepTries, retryAfter, state.DeadlineAt - now, ids.NextDouble());
        return state with { StepTries = state.StepTries + 1, NotBefore = now + delay };
    }

    /// <summary>The next poll, at the end of the try's time at the latest; when that was the last one, the try has timed out.</summary>
    public HttpJobState PollAgain(HttpJobDefinition definition, HttpJobState state, TimeSpan? retryAfter)
    {
        var now = Now;
        var end = state.TryEndsAt ?? now;
        if (now >= end) return EndTry(definition, state, new HttpJobFailure(HttpJobError.TimedOut, "The server's job was not done in time.", IsFinal: false));
        var delay = PollDelays.Next(definition.Steps.PollingInterval, state.Polls, retryAfter, end - now, ids.NextDouble());
        return state with { Polls = state.Polls + 1, StepTries = 0, NotBefore = Min(now + delay, end) };
    }

    /// <summary>The try has failed: what the server has of it is aborted and deleted.</summary>
    public HttpJobState EndTry(HttpJobDefinition definition, HttpJobState state, HttpJobFailure failure)
    {
        var verdict = failure.Error == HttpJobError.TimedOut ? HttpJobVerdict.TimedOut : HttpJobVerdict.Failed;
        var ended = WithoutLinks(state) with { Verdict = verdict, Failure = failure };

        // Without an answer to the creation there is nothing that could be named in an abort.
        return state.TryEndsAt is null ? Close(definition, ended) : CleanUp(definition, ended, withAbort: true);
    }

    /// <summary>The try is over for the server: its job is deleted.</summary>
    public HttpJobState EndTry(HttpJobDefinition definition, HttpJobState state, HttpJobVerdict verdict) =>
        CleanUp(definition, WithoutLinks(state) with { Verdict = verdict }, withAbort: false);

    /// <summary>What follows the abort or the delete.</summary>
    public HttpJobState AfterCleanUp(HttpJobDefinition definition, HttpJobState state) =>
        state.Phase == HttpJobPhase.Abort ? CleanUp(definition, state, withAbort: false) : Close(definition, state);

    public static HttpJobState Warn(HttpJobState state, string warning) =>
        state.Warnings.Count >= MaxWarnings || state.Warnings.Contains(warning) ? state : state with { Warnings = [.. state.Warnings, warning] };

    /// <summary>The failure that an answer or the lack of one is.</summary>
    public static HttpJobFailure FailureOf(string step, HttpJobAnswer? answer, CspFailure? failure) => (answer, failure) switch
    {
        ({ IsRedirect: true }, _) => new(HttpJobError.NotAllowed, $"{step} was answered with {answer.Status}; redirects are not followed.", IsFinal: true),
        ({ IsTransient: true } a, _) => new(HttpJobError.Unavailable, $"{step} was answered with {a.Status}.", IsFinal: false) { Status = a.Status },
        ({ } a, _) => new(HttpJobError.Refused, $"{step} was answered with {a.Status}.", IsFinal: true) { Status = a.Status },
        (_, { Kind: CspFailureKind.Misconfigured }) => new(HttpJobError.Misconfigured, failure.Detail, IsFinal: true),
        (_, { Kind: CspFailureKind.TokenUnavailable }) => new(HttpJobError.Misconfigured, failure.Detail, IsFinal: !failure.IsTransient),
        (_, { Kind: CspFailureKind.Malformed }) => new(HttpJobError.Malformed, $"{step}: {failure.Detail}", IsFinal: false),
        _ => new(HttpJobError.Unavailable, $"{step}: {failure?.Detail}", IsFinal: false),
    };

    /// <summary>Links are not needed any more, may be many, and often are as good as a credential.</summary>
    private static HttpJobState WithoutLinks(HttpJobState state) => state with { Targets = null, NextPage = null };

    private HttpJobState CleanUp(HttpJobDefinition definition, HttpJobState state, bool withAbort)
    {
        if (withAbort && definition.Steps.Abort is not null) return To(state, HttpJobPhase.Abort);
        return definition.Steps.Delete is not null ? To(state, HttpJobPhase.Delete) : Close(definition, state);
    }

    /// <summary>The end, or the next try after the cooldown.</summary>
    private HttpJobState Close(HttpJobDefinition definition, HttpJobState state)
    {
        var steps = definition.Steps;
        var next = Now + steps.RetryWait;
        if (state.Failure is not { } failure || failure.IsFinal || state.Attempt >= steps.MaxTries || next >= state.DeadlineAt) return To(state, HttpJobPhase.Done);
        var attempt = state.Attempt + 1;
        var values = new ExpressionValues(state.Values);
        foreach (var context in Contexts.All.Where(Contexts.IsResponse)) values = values.Without(context);
        return Warn(
            new HttpJobState
            {
                Definition = state.Definition,
                Id = state.Id,
                DeadlineAt = state.DeadlineAt,
                Attempt = attempt,
                NotBefore = next,
                Values = WithAttempt(values, state.Id, attempt).All,
                Warnings = state.Warnings,
            },
            $"Try {state.Attempt} failed: {failure.Detail}");
    }

    /// <summary>What <c>job.…</c> refers to.</summary>
    public static ExpressionValues WithAttempt(ExpressionValues values, string id, int attempt) => values
        .With(Contexts.Job, "id", JsonText.Of(id))
        .With(Contexts.Job, "attempt", JsonText.Of(attempt))
        .With(Contexts.Job, "key", JsonText.Of($"{id}-{attempt}"));

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
