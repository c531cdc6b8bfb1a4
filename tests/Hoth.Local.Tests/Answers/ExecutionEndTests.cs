using System.Text.Json;
using Hoth.Jobs;
using Hoth.Local.StateMachines.Executions;
using Hoth.Local.Tests.UseCases;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Local.Tests.Answers;

/// <summary>Executions that somebody or something ends from outside: the job gets its one result from the event of that.</summary>
public sealed class ExecutionEndTests : IAsyncLifetime
{
    private static readonly TimeSpan CspTimeout = TimeSpan.FromSeconds(20);

    /// <summary>The machine's TimeoutSeconds, and some.</summary>
    private static readonly TimeSpan ExecutionTimeout = TimeSpan.FromSeconds(270_001);

    private readonly ProvisioningRig _rig = new();

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(Asked.Post, 504, JobErrorCodes.UnknownOutcome)]
    [InlineData(Asked.PostWithKey, 500, JobErrorCodes.Internal)]
    [InlineData(Asked.Get, 500, JobErrorCodes.Internal)]
    public async Task Execution_that_is_aborted_while_the_csp_is_asked_ends_its_job_at_once(Asked asked, int code, string error)
    {
        await _rig.UseAsync(honoursKey: asked == Asked.PostWithKey);
        _rig.Script(new CspBehaviour { Faults = [new Fault { Kind = FaultKind.Hang }] });
        await using var runner = Runner(new FunctionTasks(_rig));
        var operation = await _rig.AskAsync("j1", asked, Rig.Csp);
        while (_rig.Calls(operation) == 0) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);

        await AbortAsync(runner);

        await ShouldHaveFailedAsync(code, error);
        // The function goes on by itself; what it learns counts no more.
        _rig.Base.Clock.Advance(CspTimeout);
        await ShouldHaveNothingMoreAsync();
        _rig.Calls(operation).ShouldBe(1);
    }

    [Fact]
    public async Task Execution_that_is_aborted_before_it_began_ends_its_job()
    {
        await using var runner = Runner(new FunctionTasks(_rig), resume: false);
        var operation = await _rig.AskAsync("j1", Asked.Post, Rig.Csp);

        await AbortAsync(runner);

        await ShouldHaveFailedAsync(500, JobErrorCodes.Internal);
        _rig.Calls(operation).ShouldBe(0);
        await ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task Execution_that_is_aborted_between_two_calls_ends_its_job_with_the_last_answer()
    {
        _rig.Script(new CspBehaviour { Faults = [Fault.Answer(503)] });
        await using var runner = Runner(new FunctionTasks(_rig));
        var operation = await _rig.AskAsync("j1", Asked.Post, Rig.Csp);
        await runner.RetryOfAsync(_rig.Base.Started.All[0].Name);

        await AbortAsync(runner);

        await ShouldHaveFailedAsync(503, JobErrorCodes.CspUnavailable);
        await ShouldHaveNothingMoreAsync();
        _rig.Calls(operation).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Execution_that_is_aborted_after_the_call_ends_its_job_with_the_answer(bool isAsync)
    {
        if (isAsync) _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = 1 } });
        await using var runner = Runner(new FunctionTasks(_rig, EnqueueIsDown));
        await _rig.AskAsync("j1", Asked.Post, Rig.Csp);
        await runner.RetryOfAsync(_rig.Base.Started.All[0].Name);

        await AbortAsync(runner);
        await _rig.WatchForAsync(TimeSpan.FromMinutes(1));

        (await _rig.DrainAllAsync()).ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        await ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task Execution_that_is_over_cannot_be_aborted()
    {
        await using var runner = Runner(new FunctionTasks(_rig));
        await _rig.AskAsync("j1", Asked.Post, Rig.Csp);
        var execution = _rig.Base.Started.All[0].Name;
        await runner.EndOfAsync(execution);

        (await runner.Executions.StopAsync(execution, null, null, CancellationToken.None)).ShouldBeFalse();

        (await _rig.DrainAllAsync()).ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        await ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task Execution_that_times_out_before_it_began_ends_its_job_as_past_its_deadline()
    {
        await using var runner = Runner(new FunctionTasks(_rig), resume: false);
        await _rig.AskAsync("j1", Asked.Post, Rig.Csp);

        await TimeOutAsync(runner);

        await ShouldHaveFailedAsync(504, JobErrorCodes.DeadlineExceeded);
        await ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task Execution_that_times_out_after_the_call_ends_its_job_with_the_answer()
    {
        await using (var stopped = Runner(new FunctionTasks(_rig, EnqueueIsDown)))
        {
            await _rig.AskAsync("j1", Asked.Post, Rig.Csp);
            await stopped.RetryOfAsync(_rig.Base.Started.All[0].Name);
        }

        await using var runner = Runner(new FunctionTasks(_rig), resume: false);
        await TimeOutAsync(runner);

        (await _rig.DrainAllAsync()).ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        await ShouldHaveNothingMoreAsync();
    }

    [Theory]
    [InlineData("FAILED", "The CSP's answer is not known because of a fault in Hoth.")]
    [InlineData("TIMED_OUT", "The CSP's answer is not known because of a fault in Hoth.")]
    [InlineData("ABORTED", "The job's execution was stopped before the CSP's answer was known.")]
    public async Task Event_of_an_execution_ends_its_job_once_however_often_it_comes_and_says_why(string status, string why)
    {
        await _rig.AskAsync("j1", Asked.Post, Rig.Csp);
        var started = _rig.Base.Started.All[0];

        await _rig.CallAsync("RecordFailedExecution", EventBridgeEvent(started, status));
        await _rig.CallAsync("RecordFailedExecution", EventBridgeEvent(started, status));

        await ShouldHaveFailedAsync(500, JobErrorCodes.Internal);
        (await _rig.GetJobAsync("j1")).GetProperty("error").GetProperty("detail").GetString().ShouldBe(why);
        await _rig.CallAsync("RecordFailedExecution", EventBridgeEvent(started, status));
        await ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task Event_of_an_execution_whose_job_has_ended_changes_nothing()
    {
        await using var runner = Runner(new FunctionTasks(_rig));
        await _rig.AskAsync("j1", Asked.Post, Rig.Csp);
        await runner.EndOfAsync(_rig.Base.Started.All[0].Name);

        await _rig.CallAsync("RecordFailedExecution", EventBridgeEvent(_rig.Base.Started.All[0], "ABORTED"));

        (await _rig.DrainAllAsync()).ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        await ShouldHaveNothingMoreAsync();
    }

    private static Trouble EnqueueIsDown { get; } = new("EnqueueResults", int.MaxValue) { IsCalled = false, Error = "Lambda.ServiceException" };

    /// <summary>Retries wait for a clock that stands still: whoever is at a retry stays there.</summary>
    private RunnerOnRig Runner(FunctionTasks tasks, bool resume = true)
    {
        var runner = new RunnerOnRig(_rig, tasks, jitter: 0.5);
        _rig.Base.Started.Runner = runner;
        if (resume) runner.Executions.Resume();
        return runner;
    }

    private async Task AbortAsync(RunnerOnRig runner)
    {
        var execution = _rig.Base.Started.All.ShouldHaveSingleItem().Name;
        (await runner.Executions.StopAsync(execution, "Operator", "Stopped by hand.", CancellationToken.None)).ShouldBeTrue();
        (await runner.EndOfAsync(execution)).Status.ShouldBe(ExecutionStatus.Aborted);
    }

    private async Task TimeOutAsync(RunnerOnRig runner)
    {
        _rig.Base.Clock.Advance(ExecutionTimeout);
        runner.Executions.Resume();
        (await runner.EndOfAsync(_rig.Base.Started.All.ShouldHaveSingleItem().Name)).Status.ShouldBe(ExecutionStatus.TimedOut);
    }

    private async Task ShouldHaveFailedAsync(int code, string error)
    {
        var result = (await _rig.DrainAllAsync()).ShouldHaveSingleItem();
        result.GetProperty("outcome").GetString().ShouldBe("FAILED");
        result.GetProperty("code").GetInt32().ShouldBe(code);
        (await _rig.GetJobAsync("j1")).GetProperty("error").GetProperty("code").GetString().ShouldBe(error);
    }

    private async Task ShouldHaveNothingMoreAsync()
    {
        _rig.Base.Clock.Advance(TimeSpan.FromHours(1));
        await _rig.Base.SweepAsync();
        (await _rig.DrainAllAsync()).ShouldBeEmpty();
    }

    /// <summary>As the page has it: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html</summary>
    private static JsonElement EventBridgeEvent(Rig.StartedExecution execution, string status) => JsonDocument.Parse($$"""
        {
          "version": "0",
          "id": "315c1398-40ff-a850-213b-158f73e60175",
          "detail-type": "Step Functions Execution Status Change",
          "source": "aws.states",
          "account": "123456789012",
          "time": "2030-02-26T19:42:21Z",
          "region": "us-gov-west-1",
          "resources": ["arn:aws-us-gov:states:us-gov-west-1:123456789012:execution:provisioning:{{execution.Name}}"],
          "detail": {
            "executionArn": "arn:aws-us-gov:states:us-gov-west-1:123456789012:execution:provisioning:{{execution.Name}}",
            "stateMachineArn": "arn:aws-us-gov:states:us-gov-west-1:123456789012:stateMachine:provisioning",
            "name": "{{execution.Name}}",
            "status": "{{status}}",
            "startDate": 1551225146847,
            "stopDate": 1551225151881,
            "input": {{JsonSerializer.Serialize(execution.Input)}},
            "inputDetails": { "included": true },
            "output": null,
            "outputDetails": null,
            "error": null,
            "cause": null
          }
        }
        """).RootElement;
}
