using Hoth.Jobs;
using Hoth.Local.Tests.UseCases;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Local.Tests.Answers;

/// <summary>A CSP that sends Hoth somewhere else, where another server stands: Hoth does not go there, and neither does the token.</summary>
public sealed class ElsewhereTests : IAsyncLifetime
{
    private const string Elsewhere = "{elsewhere}";
    private readonly ProvisioningRig _rig = new();
    private readonly HttpRequests _requests = new();
    private MockCspServer? _elsewhere;

    public async Task InitializeAsync()
    {
        await _rig.InitializeAsync();
        _elsewhere = await MockCspServer.StartAsync(
            new MockCspOptions { Csps = new Dictionary<string, CspBehaviour> { [Rig.Csp] = new() } }, _rig.Base.Clock);
    }

    public async Task DisposeAsync()
    {
        _requests.Dispose();
        await _elsewhere!.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Theory]
    [InlineData(LocationTemplate.None)]
    [InlineData(LocationTemplate.WithUserInfo)]
    [InlineData(LocationTemplate.OtherHost)]
    [InlineData(LocationTemplate.OtherPort)]
    [InlineData(LocationTemplate.OtherScheme)]
    [InlineData(LocationTemplate.OtherPath)]
    [InlineData(LocationTemplate.ProtocolRelative)]
    [InlineData(LocationTemplate.FileUrl)]
    [InlineData(LocationTemplate.MetadataAddress)]
    [InlineData("http://{elsewhere}/{csp}/provisioning/{id}/status")]
    [InlineData("//{elsewhere}/{csp}/provisioning/{id}/status")]
    [InlineData("http://{authority}@{elsewhere}/{csp}/provisioning/{id}/status")]
    [InlineData("//{authority}@{elsewhere}/{csp}/provisioning/{id}/status")]
    [InlineData("http://{elsewhere}\\@{authority}/{csp}/provisioning/{id}/status")]
    [InlineData("\\\\{elsewhere}\\{csp}\\provisioning\\{id}\\status")]
    [InlineData("/\\{elsewhere}/{csp}/provisioning/{id}/status")]
    [InlineData("http:///{elsewhere}/{csp}/provisioning/{id}/status")]
    [InlineData("//169.254.169.254/latest/meta-data/")]
    [InlineData("http://0xa9fea9fe/latest/meta-data/")]
    [InlineData("http://[::ffff:a9fe:a9fe]/latest/meta-data/")]
    [InlineData("file://{authority}/{csp}/provisioning/{id}/status")]
    [InlineData("/{csp}/../another-csp/provisioning/{id}/status")]
    [InlineData("/{csp}/..%2fanother-csp/provisioning/{id}/status")]
    public async Task Location_elsewhere_ends_the_job_at_once_and_nothing_is_sent(string location)
    {
        _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = 0, Location = Fill(location) } });
        await _rig.AddEnvironmentAsync("j1");

        (await _rig.ExecuteAsync("j1")).ShouldBe(502);
        await _rig.WatchForAsync(TimeSpan.FromMinutes(1));

        var result = (await _rig.DrainAllAsync()).ShouldHaveSingleItem();
        result.GetProperty("outcome").GetString().ShouldBe("FAILED");
        result.GetProperty("code").GetInt32().ShouldBe(502);
        result.GetProperty("content").GetProperty("response").GetProperty("code").GetString().ShouldBe(JobErrorCodes.CspMalformed);
        _rig.Mock.Requests(Rig.Csp).Select(r => r.Operation).ShouldBe(["issueToken", "addEnvironment"]);
        ShouldHaveGoneNowhereElse();
    }

    [Theory]
    [InlineData(LocationTemplate.Absolute)]
    [InlineData(LocationTemplate.Relative)]
    public async Task Location_at_the_csp_is_polled_with_the_token(string location)
    {
        _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = 0, Location = location } });
        await _rig.AddEnvironmentAsync("j1");

        (await _rig.ExecuteAsync("j1")).ShouldBe(202);
        await _rig.WatchForAsync(TimeSpan.FromSeconds(1));

        (await _rig.DrainAllAsync()).ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        _rig.Mock.Requests(Rig.Csp).Single(r => r.Operation == "getProvisioningStatus").HasAuthorization.ShouldBeTrue();
        ShouldHaveGoneNowhereElse();
    }

    [Theory]
    [InlineData("addEnvironment", "FAILED", 502, JobErrorCodes.CspMalformed)]
    [InlineData("getProvisioningStatus", "FAILED", 502, JobErrorCodes.CspMalformed)]
    [InlineData("getEnvironmentById", "SUCCEEDED", 200, null)]
    [InlineData("issueToken", "FAILED", 502, JobErrorCodes.CspUnavailable)]
    public async Task Redirect_is_not_followed_whatever_was_asked(string operation, string outcome, int code, string? error)
    {
        foreach (var (status, to) in ((int, string)[])[(302, $"http://{Elsewhere}/csp-test/x"), (307, $"http://{Elsewhere}/csp-test/x"), (308, "http://{authority}/{csp}/x"), (301, "//169.254.169.254/")])
        {
            _rig.Base.Clock.Advance(TimeSpan.FromHours(2)); // No token of the time before.
            var redirect = Fault.RedirectTo(Fill(to)) with { Status = status, Operations = [operation] };
            _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = 0 }, Faults = [redirect] });
            await _rig.AddEnvironmentAsync($"j{status}");

            await _rig.ExecuteAsync($"j{status}");
            await _rig.WatchForAsync(TimeSpan.FromMinutes(5));

            var result = (await _rig.DrainAllAsync()).ShouldHaveSingleItem();
            result.GetProperty("outcome").GetString().ShouldBe(outcome, result.GetRawText());
            result.GetProperty("code").GetInt32().ShouldBe(code);
            if (error is not null) result.GetProperty("content").GetProperty("response").GetProperty("code").GetString().ShouldBe(error);
            _rig.Calls(operation).ShouldBeGreaterThan(0);
            _rig.Mock.Requests(Rig.Csp).ShouldNotContain(r => r.Path.EndsWith("/x", StringComparison.Ordinal));
            ShouldHaveGoneNowhereElse();
        }
    }

    [Fact]
    public async Task Location_of_a_poll_changes_nothing()
    {
        var told = new Fault { Kind = FaultKind.Status, Status = 200, Body = """{"status":"IN_PROGRESS"}""", ContentType = "application/json", Location = Fill($"http://{Elsewhere}/x") };
        _rig.Script(new CspBehaviour
        {
            Async = new AsyncProvisioning { Polls = 1 },
            Faults = [told with { Operations = ["getProvisioningStatus"], Times = 1 }],
        });
        await _rig.AddEnvironmentAsync("j1");

        await _rig.ExecuteAsync("j1");
        await _rig.WatchForAsync(TimeSpan.FromMinutes(3));

        (await _rig.DrainAllAsync()).ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        _rig.Mock.Requests(Rig.Csp).Where(r => r.Operation == "getProvisioningStatus").Select(r => r.Path).Distinct().ShouldHaveSingleItem();
        ShouldHaveGoneNowhereElse();
    }

    private string Fill(string location) => location.Replace(Elsewhere, _elsewhere!.BaseAddress.Authority, StringComparison.Ordinal);

    private void ShouldHaveGoneNowhereElse()
    {
        _elsewhere!.Requests(Rig.Csp).Concat(_elsewhere.StrayRequests).ShouldBeEmpty();
        _rig.Mock.StrayRequests.ShouldBeEmpty();
        // Other tests send to ports of their own meanwhile, all of them on loopback.
        _requests.Authorities.ShouldContain(_rig.Mock.BaseAddress.Authority);
        _requests.Authorities.ShouldNotContain(_elsewhere.BaseAddress.Authority);
        _requests.Authorities.ShouldAllBe(authority => authority.StartsWith("127.0.0.1:", StringComparison.Ordinal) || authority.StartsWith("localhost:", StringComparison.Ordinal));
    }
}
