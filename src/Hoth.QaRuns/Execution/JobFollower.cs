using System.Globalization;
using Hoth.QaRuns.Checks;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Execution;

/// <summary>Follows what a 202 began: polls its Location until the job has ended, and compares every answer on the way.</summary>
internal sealed class JobFollower(ScenarioRun run)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);

    /// <summary>Polls until the end.</summary>
    /// <param name="starter">What answered 202.</param>
    /// <param name="accepted">Its answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The last answer when the job succeeded; null: it did not, or cannot be followed, and that is written down.</returns>
    public async Task<Answer?> FollowAsync(ApiOperation starter, Answer accepted, CancellationToken cancellationToken)
    {
        if (AddressOf(starter, accepted) is not { } address) return null;
        var poll = RequestOf(starter, address);
        var target = run.Target;
        var deadline = target.Time.GetUtcNow() + TimeSpan.FromSeconds(target.Options.JobTimeoutSeconds);
        var before = JobStates.Read(accepted.Json) is { } first ? JobStates.StageOf(first) : JobStates.Stage.Unknown;
        var wait = WaitBehind(accepted);
        while (true)
        {
            await Task.Delay(wait, target.Time, cancellationToken);
            if (await PollAsync(address, poll, cancellationToken) is not { } answer) return null;
            if (JobStates.Read(answer.Json) is not { } status) throw new NotRunException("The answer to a poll has no member that tells a status.");
            var stage = JobStates.StageOf(status);
            if (!MayFollow(poll.Operation, before, stage)) return null;
            if (JobStates.IsEnd(stage)) return await EndAsync(starter, address, poll, stage, answer, cancellationToken);
            if (target.Time.GetUtcNow() >= deadline)
            {
                run.Find(starter, new Difference(CheckNames.JobNeverEnds, starter.Pointer, string.Create(CultureInfo.InvariantCulture, $"The job has not ended within {target.Options.JobTimeoutSeconds} s.")));
                return null;
            }

            (before, wait) = (stage, WaitBehind(answer));
        }
    }

    /// <summary>What has ended stays so; what ended badly was a valid request that came to nothing.</summary>
    private async Task<Answer?> EndAsync(ApiOperation starter, Uri address, CaseRequest poll, JobStates.Stage stage, Answer last, CancellationToken cancellationToken)
    {
        if (await PollAsync(address, poll, cancellationToken) is not { } again) return null;
        var after = JobStates.Read(again.Json) is { } status ? JobStates.StageOf(status) : JobStates.Stage.Unknown;
        if (!MayFollow(poll.Operation, stage, after)) return null;
        if (stage == JobStates.Stage.Succeeded) return last;
        run.Find(starter, new Difference(CheckNames.ValidRejected, starter.Pointer, "The request was accepted with 202 and its job ended as a failure; nothing in the specification forbids it."));
        return null;
    }

    private bool MayFollow(ApiOperation operation, JobStates.Stage before, JobStates.Stage after)
    {
        run.Assert();
        if (JobStates.MayFollow(before, after)) return true;
        run.Find(operation, new Difference(CheckNames.JobIllegalTransition, operation.Pointer, $"The job went from {before} to {after}."));
        return false;
    }

    private async Task<Answer?> PollAsync(Uri address, CaseRequest poll, CancellationToken cancellationToken)
    {
        if (await run.CallAsync(address, poll, cancellationToken) is not { } answer) return null;
        return run.Compare(Scenario.Step("Polling a job", poll), answer, areProven: true);
    }

    /// <summary>Where to poll: the Location, as long as it is on the target; without one the operation that takes the id of the job.</summary>
    private Uri? AddressOf(ApiOperation starter, Answer accepted)
    {
        var root = new Uri(run.Target.BaseUrl.AbsoluteUri.TrimEnd('/') + "/");
        if (accepted.Headers.TryGetValue("Location", out var location))
        {
            run.Assert();
            // RFC 9110, section 10.2.2: relative to the address that was called.
            if (Uri.TryCreate(run.LastAddress, location, out var address) && address.GetLeftPart(UriPartial.Authority) == root.GetLeftPart(UriPartial.Authority)) return address;
            var header = starter.ResponseOf(202)?.Headers.FirstOrDefault(h => h.Name.Equals("Location", StringComparison.OrdinalIgnoreCase));
            run.Find(starter, new Difference(CheckNames.RequiredHeader, header?.Pointer ?? JsonPointer.Append(AnswerCheck.ResponsesOf(starter), "202"), "The Location of the 202 leads away from the target; it was not followed."));
            return null;
        }

        if (accepted.Json is { } body)
        {
            foreach (var poll in run.Map.Spec.Operations.Where(o => o.Method == "GET" && !o.Parameters.Any(p => p.Required && p.In != "path")))
            {
                if (ResourcePath.ParametersOf(poll).ToList() is [var only] && run.Map.JobMakersOf(only).Contains(starter) && Members.IdOf(body, only.Name) is { } id)
                {
                    return new Uri(root, poll.Path.TrimStart('/').Replace($"{{{only.Name}}}", Uri.EscapeDataString(id), StringComparison.Ordinal));
                }
            }
        }

        throw new NotRunException("The 202 does not tell where its job can be polled.");
    }

    private CaseRequest RequestOf(ApiOperation starter, Uri address)
    {
        var root = run.Target.BaseUrl.AbsolutePath.TrimEnd('/');
        var operation = address.AbsolutePath.StartsWith(root + "/", StringComparison.Ordinal) ? run.Map.Match(address.AbsolutePath[root.Length..])?.Operation : null;
        // What the specification does not list is polled all the same; any answer to it is as good as another.
        operation ??= new ApiOperation { Id = starter.Id, Method = "GET", Path = address.AbsolutePath, Pointer = starter.Pointer, Responses = AnyAnswer };
        return new CaseRequest { Operation = operation };
    }

    private static Dictionary<string, ApiResponse> AnyAnswer { get; } = new() { ["default"] = new(new Dictionary<string, Schema?>(), [], "#/paths") };

    private TimeSpan WaitBehind(Answer answer) => run.Target.WaitBehind(answer, run.Target.Options.PollSeconds) is var wait && wait < ShortestWait ? ShortestWait : wait;
}
