using System.Text.Json;
using Hoth.Local.StateMachines;
using Hoth.Local.StateMachines.Executions;
using Hoth.Local.Tests.UseCases;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Local.Tests.Answers;

/// <summary>
/// Whatever a CSP answers and whatever happens to the functions: one result reaches the client, and the CSP is not asked more often than is
/// safe. The real functions and a CSP over HTTP; which engine runs the state machine is the inheritor's.
/// </summary>
public abstract class AnswerContract : IAsyncLifetime
{
    private static readonly TimeSpan CspTimeout = TimeSpan.FromSeconds(20);

    public static TheoryData<string, Asked> Cases
    {
        get
        {
            var cases = new TheoryData<string, Asked>();
            foreach (var item in AnswerCase.All)
            {
                foreach (var asked in item.Ways) cases.Add(item.Name, asked);
            }

            return cases;
        }
    }

    private protected ProvisioningRig Rig { get; } = new();

    public Task InitializeAsync() => Rig.InitializeAsync();

    public Task DisposeAsync() => Rig.DisposeAsync();

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Job_has_one_result_and_no_call_too_many(string name, Asked asked)
    {
        var item = AnswerCase.All.Single(c => c.Name == name);
        var honoursKey = asked == Asked.PostWithKey;
        var expected = asked is Asked.Post or Asked.Patch ? item.Once : item.Repeatable!;
        await Rig.UseAsync(honoursKey);
        Rig.Script(item.Behaviour with { HonoursIdempotencyKey = honoursKey });
        var operation = await Rig.AskAsync("j1", asked, item.Csp);

        var execution = RunAsync(Rig.Base.Started.All.ShouldHaveSingleItem(), new FunctionTasks(Rig, item.Trouble));
        if (item.Behaviour.Faults.Any(f => f.Kind == FaultKind.Hang)) await PassCspTimeoutsAsync(operation, execution);
        (await execution).ShouldBe(expected.Execution == "SUCCEEDED");
        if (item.Behaviour.Async is not null) await Rig.WatchForAsync(TimeSpan.FromMinutes(1));

        var result = (await Rig.DrainAllAsync()).ShouldHaveSingleItem();
        result.GetProperty("jobId").GetString().ShouldBe("j1");
        result.GetProperty("outcome").GetString().ShouldBe(expected.Outcome, result.GetRawText());
        result.GetProperty("code").GetInt32().ShouldBe(expected.Code);
        result.GetProperty("initialSnowRequest").GetProperty("jobId").GetString().ShouldBe("j1");
        var job = await Rig.GetJobAsync("j1");
        job.GetProperty("attempt").GetInt32().ShouldBe(expected.Attempts);
        Rig.Calls(operation).ShouldBe(expected.Calls);
        if (expected.Error is not null) ShouldSayWhy(result.GetProperty("content").GetProperty("response"), job.GetProperty("error"), expected);
        await ShouldHaveNothingMoreAsync();
    }

    /// <summary>Runs an execution to its end; one that does not succeed is told to the function for that. True when it succeeded.</summary>
    private protected abstract Task<bool> RunAsync(Rig.StartedExecution execution, ITaskInvoker tasks);

    /// <summary>The CSP holds each call: its time is over as soon as it has arrived there.</summary>
    private async Task PassCspTimeoutsAsync(string operation, Task execution)
    {
        for (var passed = 0; !execution.IsCompleted; await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System))
        {
            if (Rig.Calls(operation) == passed) continue;
            passed++;
            Rig.Base.Clock.Advance(CspTimeout);
        }
    }

    private static void ShouldSayWhy(JsonElement response, JsonElement error, Expected expected)
    {
        error.GetProperty("code").GetString().ShouldBe(expected.Error);
        response.GetProperty("status").GetInt32().ShouldBe(expected.Code);
        // The CSP's own words where it had any, which have no such member.
        if (response.TryGetProperty("code", out var code)) code.GetString().ShouldBe(expected.Error);
    }

    private async Task ShouldHaveNothingMoreAsync()
    {
        for (var hour = 0; hour < 3; hour++)
        {
            Rig.Base.Clock.Advance(TimeSpan.FromHours(1));
            await Rig.Base.SweepAsync();
            await Rig.WatchForAsync(TimeSpan.FromSeconds(2));
            (await Rig.DrainAllAsync()).ShouldBeEmpty();
        }
    }
}
