using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hoth.AsyncJobs;
using Hoth.CloudProviders;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Reports.Work;

/// <summary>
/// Asks the CSPs that answer at once, some questions side by side; the rows of each go to a part of their own. Trouble that may pass is retried within the
/// call, then in two more rounds.
/// </summary>
internal sealed class AskCsps(Lazy<CspClient> csps, IArtifactStore artifacts, IIds ids, TimeProvider time)
{
    /// <summary>So many questions are asked side by side, within what the CSPs' own limits allow.</summary>
    public const int Concurrency = 16;

    /// <summary>So often is asked what met trouble that may pass.</summary>
    public const int Rounds = 3;

    /// <summary>So long may one question take with its retries: three whole timeouts of the usual 20 s and the delays between them.</summary>
    private static readonly TimeSpan QuestionTime = TimeSpan.FromSeconds(75);

    private static readonly TimeSpan FirstRoundWait = TimeSpan.FromSeconds(15);

    /// <summary>How much time one step should have.</summary>
    public static TimeSpan StepTime => QuestionTime;

    /// <summary>True when questions are left.</summary>
    public static bool IsLeft(ReportRun run) => Left(run.State, run.Questions).Any();

    /// <summary>Asks the next questions, or leaves them when there is no time for them any more.</summary>
    public async Task AskAsync(ReportRun run, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= run.AskingEndsAt)
        {
            await run.SaveAsync(LeaveRest(run), cancellationToken);
            return;
        }

        var wave = Left(run.State, run.Questions).Take(Concurrency).ToList();
        var failures = await Task.WhenAll(wave.Select(question => AskAsync(run, question, cancellationToken)));
        var state = run.State with { Next = run.State.Asked is null ? wave[^1] + 1 : run.State.Next + wave.Count };
        foreach (var (question, failure) in wave.Zip(failures)) state = After(state, run.Questions[question], question, failure);
        await run.SaveAsync(state.Again.Count > 0 && !Left(state, run.Questions).Any() ? NextRound(run, state) : state, cancellationToken);
    }

    /// <summary>The parts that may be there, those of a step that was not saved included.</summary>
    public static IEnumerable<string> PartsOf(string instanceId, ReportState state, ReportQuestions questions)
    {
        var all = Enumerable.Range(0, questions.Count).Where(q => !questions.IsHttpJob(q));
        var asked = state.Asked is null ? all.Where(q => q < state.Next).Concat(Left(state, questions).Take(Concurrency)) : all;
        return asked.Select(question => ReportKeys.Part(instanceId, question));
    }

    private static ReportState After(ReportState state, ReportQuestion question, int number, CspOutcome? failure)
    {
        if (failure is null) return state with { Answered = state.Answered + 1 };
        if (failure.IsTransient && state.Round < Rounds) return state with { Again = [.. state.Again, number], RetryAfter = Longest(state.RetryAfter, failure.RetryAfter) };
        var (code, error) = CostFailure.Of(failure);
        return state.Miss(number, question.Name, code, error);
    }

    /// <summary>Null: its rows are written.</summary>
    private async Task<CspOutcome?> AskAsync(ReportRun run, int number, CancellationToken cancellationToken)
    {
        if (run.Questions[number] is not ReportQuestion.ToCsp question) return Nobody(run.Questions[number]);
        var key = ReportKeys.Part(run.Job.InstanceId, number);
        if (run.IsResumed && await IsThereAsync(key, cancellationToken)) return null;
        var left = run.Clock.Left;
        var call = new CspCall(ReportKeys.Question(run.Job.InstanceId, number), left < QuestionTime ? left : QuestionTime);
        var outcome = await csps.Value.GetCostsByPortfolioAsync(question.Csp, question.PortfolioId, question.Months, call, cancellationToken);
        if (outcome is not CspOutcome.Answered { Answer: { Status: 200, BodyJson: { } body } } || !body.StartsWith('{')) return outcome;
        await WriteAsync(key, body, question.Rows, cancellationToken);
        return null;
    }

    private async Task WriteAsync(string key, string body, CostRows rows, CancellationToken cancellationToken)
    {
        var lines = new ArrayBufferWriter<byte>();
        using (var answer = JsonDocument.Parse(body)) rows.WriteAnswer(answer.RootElement, lines);
        MemoryMarshal.TryGetArray(lines.WrittenMemory, out var bytes);
        using var content = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        await artifacts.PutAsync(key, content, ReportKeys.PartMediaType, cancellationToken);
    }

    private async Task<bool> IsThereAsync(string key, CancellationToken cancellationToken)
    {
        await using var part = await artifacts.OpenAsync(key, cancellationToken);
        return part is not null;
    }

    private ReportState NextRound(ReportRun run, ReportState state)
    {
        var now = time.GetUtcNow();
        var wait = PollDelays.Next(FirstRoundWait, state.Round - 1, state.RetryAfter, run.AskingEndsAt - now, ids.NextDouble());
        return state with { Round = state.Round + 1, Asked = state.Again, Again = [], Next = 0, RetryAfter = null, NotBefore = now + wait };
    }

    private static ReportState LeaveRest(ReportRun run)
    {
        var state = run.State;
        int[] left = [.. Left(state, run.Questions), .. state.Again];
        return state.MissForTime(left) with { Asked = [], Next = 0, Again = [] };
    }

    private static IEnumerable<int> Left(ReportState state, ReportQuestions questions) =>
        state.Asked?.Skip(state.Next) ?? Enumerable.Range(state.Next, questions.Count - state.Next).Where(q => !questions.IsHttpJob(q));

    private static TimeSpan? Longest(TimeSpan? a, TimeSpan? b) => a > b || b is null ? a : b;

    private static CspOutcome.Failed Nobody(ReportQuestion question) =>
        new(new CspFailure(CspFailureKind.Misconfigured, ((ReportQuestion.ToNobody)question).Detail, IsTransient: false, SurelyNotProcessed: true));
}
