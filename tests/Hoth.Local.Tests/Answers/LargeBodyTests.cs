using System.Text;
using System.Text.Json;
using Hoth.Jobs;
using Hoth.Local.StateMachines.Executions;
using Hoth.Local.Tests.UseCases;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Local.Tests.Answers;

/// <summary>Answers and requests as large as they may be: bodies stay on the record, so that no limit of a payload ends an execution.</summary>
public sealed class LargeBodyTests : IAsyncLifetime
{
    private const int LargestAnswer = 1024 * 1024;
    private const int LargeRequest = 250 * 1024;
    private readonly ProvisioningRig _rig = new();
    private RunnerOnRig? _runner;

    public async Task InitializeAsync()
    {
        await _rig.InitializeAsync();
        await _rig.UseAsync(honoursKey: false);
        _runner = new RunnerOnRig(_rig, new FunctionTasks(_rig));
        _rig.Base.Started.Runner = _runner;
        _runner.Executions.Resume();
    }

    public async Task DisposeAsync()
    {
        await _runner!.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Answer_of_one_mebibyte_reaches_the_client_whole()
    {
        Answer(LargestAnswer, "addEnvironment");

        var result = await ResultAsync();

        result.GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        LengthOf(result.GetProperty("content").GetProperty("response")).ShouldBe(LargestAnswer);
        LengthOf((await _rig.GetJobAsync("j1")).GetProperty("result").GetProperty("content").GetProperty("response")).ShouldBe(LargestAnswer);
        _rig.Calls("addEnvironment").ShouldBe(1);
    }

    [Fact]
    public async Task Answer_over_one_mebibyte_is_malformed_and_asked_for_once()
    {
        Answer(LargestAnswer + 1, "addEnvironment");

        var result = await ResultAsync();

        result.GetProperty("outcome").GetString().ShouldBe("FAILED");
        result.GetProperty("code").GetInt32().ShouldBe(502);
        result.GetProperty("content").GetProperty("response").GetProperty("code").GetString().ShouldBe(JobErrorCodes.CspMalformed);
        _rig.Calls("addEnvironment").ShouldBe(1);
    }

    [Theory]
    [InlineData(LargestAnswer, true)]
    [InlineData(LargestAnswer + 1, false)]
    public async Task Environment_of_a_job_that_was_watched_is_the_result_when_it_is_no_larger(int bytes, bool isEnvironment)
    {
        Answer(bytes, "getEnvironmentById");

        var result = await ResultAsync();

        result.GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        var response = result.GetProperty("content").GetProperty("response");
        if (isEnvironment) LengthOf(response).ShouldBe(bytes);
        else response.GetProperty("status").GetString().ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task Request_of_250_KiB_is_sent_whole_and_comes_back_with_its_result()
    {
        var request = await StartLargeAsync();

        await _runner!.EndOfAsync(_rig.Base.Started.All[0].Name);

        var result = (await _rig.DrainAllAsync()).ShouldHaveSingleItem();
        result.GetProperty("outcome").GetString().ShouldBe("SUCCEEDED", result.GetProperty("content").GetProperty("response").GetRawText());
        ShouldRepeat(result, request);
        JsonDocument.Parse(_rig.Mock.Requests(Rig.Csp).Single(r => r.Operation == "addAdministrators").Body).RootElement
            .GetProperty("administrators").GetArrayLength().ShouldBe(request.GetProperty("payload").GetProperty("administrators").GetArrayLength());
        Encoding.UTF8.GetByteCount(_rig.Base.Started.All[0].Input).ShouldBeLessThan(1024);
    }

    [Fact]
    public async Task Request_of_250_KiB_comes_back_when_its_execution_is_aborted()
    {
        _rig.Script(new CspBehaviour { Faults = [new Fault { Kind = FaultKind.Hang }] });
        var request = await StartLargeAsync();
        while (_rig.Calls("addAdministrators") == 0) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);

        await _runner!.Executions.StopAsync(_rig.Base.Started.All[0].Name, null, null, CancellationToken.None);

        (await _runner.EndOfAsync(_rig.Base.Started.All[0].Name)).Status.ShouldBe(ExecutionStatus.Aborted);
        var result = (await _rig.DrainAllAsync()).ShouldHaveSingleItem();
        result.GetProperty("code").GetInt32().ShouldBe(504);
        ShouldRepeat(result, request);
    }

    private void Answer(int bytes, string operation) => _rig.Script(new CspBehaviour
    {
        Async = operation == "addEnvironment" ? null : new AsyncProvisioning { Polls = 0 },
        Faults = [new Fault { Kind = FaultKind.HugeBody, Bytes = bytes, Operations = [operation] }],
    });

    private async Task<JsonElement> ResultAsync()
    {
        await _rig.AddEnvironmentAsync("j1");
        await _runner!.EndOfAsync(_rig.Base.Started.All[0].Name);
        await _rig.WatchForAsync(TimeSpan.FromSeconds(2));
        return (await _rig.DrainAllAsync()).ShouldHaveSingleItem();
    }

    private async Task<JsonElement> StartLargeAsync()
    {
        var json = LargeRequestJson();
        Encoding.UTF8.GetByteCount(json).ShouldBe(LargeRequest);
        var accepted = await _rig.Base.HttpAsync("StartProvisioningJobs", json);
        accepted.StatusCode.ShouldBe(201, accepted.Body[..Math.Min(accepted.Body.Length, 1000)]);
        return JsonDocument.Parse(json).RootElement;
    }

    /// <summary>Administrators with long addresses, so long that it is exactly of that size.</summary>
    private static string LargeRequestJson()
    {
        const int Administrators = 850;
        var missing = LargeRequest - Request(_ => 200).Length;
        return Request(i => 200 + (missing / Administrators) + (i < missing % Administrators ? 1 : 0));

        static string Request(Func<int, int> lengthOf) => JsonSerializer.Serialize(new
        {
            jobId = "j1",
            userId = "u1",
            portfolioId = DemoPortfolio.Id,
            operationType = "ADD_OPERATORS",
            targetCspName = Rig.Csp,
            payload = new
            {
                environmentId = DemoPortfolio.EnvironmentId,
                administrators = Enumerable.Range(0, Administrators)
                    .Select(i => new { email = $"{new string('a', lengthOf(i))}@b.mil", dodId = "1234567890", needsReset = false }),
            },
        });
    }

    private static void ShouldRepeat(JsonElement result, JsonElement request)
    {
        JsonElement.DeepEquals(result.GetProperty("initialSnowRequest"), request).ShouldBeTrue();
        JsonElement.DeepEquals(result.GetProperty("content").GetProperty("request"), request.GetProperty("payload")).ShouldBeTrue();
    }

    private static int LengthOf(JsonElement body) => Encoding.UTF8.GetByteCount(body.GetRawText());
}
