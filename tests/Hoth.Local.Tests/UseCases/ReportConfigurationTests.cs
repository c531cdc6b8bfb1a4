using Hoth.Callers;
using Shouldly;
using Xunit;
using static Hoth.Local.Tests.UseCases.ReportClient;

namespace Hoth.Local.Tests.UseCases;

/// <summary>Report configurations: who may, what is refused, and nobody overwrites what they have not seen.</summary>
public sealed class ReportConfigurationTests : IAsyncLifetime, IDisposable
{
    private readonly Rig _rig = new();
    private readonly ReportClient _reports;

    public ReportConfigurationTests() => _reports = new ReportClient(_rig);

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Configuration_is_created_read_replaced_and_deleted()
    {
        var created = await _reports.PutAsync(Configuration(), ReportId.ToUpperInvariant());
        (created.StatusCode, created.Headers["Location"]).ShouldBe((201, $"https://hoth.example/v1/api/v1/reports/{ReportId}"));
        var read = await _reports.ReadAsync(caller: Bob);
        (read.StatusCode, read.Body, read.Headers["ETag"]).ShouldBe((200, created.Body, created.Headers["ETag"]));
        // What is read can be put back as it is.
        var replaced = await _reports.PutAsync(read.Body);
        (replaced.StatusCode, replaced.Body, replaced.Headers.ContainsKey("Location")).ShouldBe((200, read.Body, false));
        replaced.Headers["ETag"].ShouldNotBe(created.Headers["ETag"]);

        var deleted = await _reports.DeleteAsync();
        (deleted.StatusCode, deleted.Body).ShouldBe((204, null));
        (await _reports.ReadAsync()).StatusCode.ShouldBe(404);
        (await _reports.DeleteAsync()).StatusCode.ShouldBe(404);
    }

    [Fact]
    public async Task Configuration_is_not_sent_again_to_who_has_it()
    {
        var tag = (await _reports.PutAsync(Configuration())).Headers["ETag"];

        var unchanged = await _reports.ReadAsync(ifNoneMatch: $"\"other\", W/{tag}");

        (unchanged.StatusCode, unchanged.Body, unchanged.Headers["ETag"]).ShouldBe((304, null, tag));
    }

    [Fact]
    public async Task Change_is_refused_when_what_is_there_is_not_what_the_client_has_seen()
    {
        (await _reports.PutAsync(Configuration(), ifMatch: "*")).StatusCode.ShouldBe(412);
        var first = (await _reports.PutAsync(Configuration(name: "one"), ifNoneMatch: "*")).Headers["ETag"];
        (await _reports.PutAsync(Configuration(name: "two"), ifNoneMatch: "*")).StatusCode.ShouldBe(412);
        var second = await _reports.PutAsync(Configuration(name: "two"), ifMatch: first);
        second.StatusCode.ShouldBe(200);

        var stale = await _reports.PutAsync(Configuration(name: "three"), ifMatch: first);
        (stale.StatusCode, Code(stale)).ShouldBe((412, "PRECONDITION_FAILED"));
        (await _reports.PutAsync(Configuration(name: "three"), ifMatch: "W/" + second.Headers["ETag"])).StatusCode.ShouldBe(412, "If-Match compares strongly");
        (await _reports.DeleteAsync(ifMatch: first)).StatusCode.ShouldBe(412);
        (await _reports.DeleteAsync(ifMatch: $"{first}, {second.Headers["ETag"]}")).StatusCode.ShouldBe(204);
        (await _reports.DeleteAsync(ifMatch: first)).StatusCode.ShouldBe(404);
    }

    [Fact]
    public async Task Tag_of_a_deleted_configuration_does_not_fit_another_one_in_its_place()
    {
        var old = (await _reports.PutAsync(Configuration(name: "old"))).Headers["ETag"];
        await _reports.DeleteAsync();
        await _reports.PutAsync(Configuration(name: "new"));

        (await _reports.PutAsync(Configuration(name: "mine"), ifMatch: old)).StatusCode.ShouldBe(412);
    }

    [Fact]
    public async Task Exactly_one_of_many_creates_it_and_one_of_many_replaces_what_it_has_seen()
    {
        var created = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _reports.PutAsync(Configuration(name: $"{i}"), ifNoneMatch: "*")));
        created.Select(a => a.StatusCode).Order().ShouldBe([201, .. Enumerable.Repeat(412, 19)]);

        var tag = (await _reports.ReadAsync()).Headers["ETag"];
        var replaced = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _reports.PutAsync(Configuration(name: $"{i}"), ifMatch: tag)));
        replaced.Select(a => a.StatusCode).Order().ShouldBe([200, .. Enumerable.Repeat(412, 19)]);
    }

    [Theory]
    [InlineData("reports.read", 403, 200, 403)]
    [InlineData("reports.write", 200, 403, 204)]
    [InlineData("jobs.read.all", 403, 403, 403)]
    public async Task Scopes_say_who_may(string scope, int put, int read, int delete)
    {
        await _reports.PutAsync(Configuration());
        var caller = CallerOf("carol", scope);

        var answers = new[] { await _reports.PutAsync(Configuration(), caller: caller), await _reports.ReadAsync(caller: caller), await _reports.DeleteAsync(caller: caller) };

        answers.Select(a => a.StatusCode).ShouldBe([put, read, delete]);
        foreach (var refused in answers.Where(a => a.StatusCode == 403))
        {
            Code(refused).ShouldBe("INSUFFICIENT_SCOPE");
            Body(refused).GetProperty("detail").GetString()!.ShouldContain(refused == answers[1] ? Scopes.ReadReports : Scopes.WriteReports);
        }
    }

    [Theory]
    [InlineData("7")]
    [InlineData("3f2504e04f8941d39a0c0305e82c3301")]
    [InlineData("{3f2504e0-4f89-41d3-9a0c-0305e82c3301}")]
    [InlineData("..")]
    public async Task Id_that_is_no_GUID_is_refused_with_the_rule(string id)
    {
        foreach (var answer in new[] { await _reports.PutAsync(Configuration(), id), await _reports.ReadAsync(id), await _reports.DeleteAsync(id), await _reports.GenerateAsync(id: id) })
        {
            answer.StatusCode.ShouldBe(400);
            Body(answer).GetProperty("errorMap").GetProperty("path.id")[0].GetString()!.ShouldContain("GUID");
        }
    }

    [Fact]
    public async Task Mistakes_are_named_at_once_and_nothing_is_stored()
    {
        var answer = await _reports.PutAsync("""{"name":"","deliveryTarget":"mail","format":"xml","source":{"kind":"costs","targetCspNames":["csp-test","nobody"],"extra":1},"id":1}""");

        answer.StatusCode.ShouldBe(400);
        Body(answer).GetProperty("errorMap").EnumerateObject().Select(v => v.Name).ShouldBe(
            ["$.asynchronous", "$.deliveryTarget", "$.format", "$.id", "$.name", "$.source.extra", "$.source.targetCspNames[1]"], ignoreOrder: true);
        (await _reports.ReadAsync()).StatusCode.ShouldBe(404);
    }

    [Fact]
    public async Task Request_without_a_caller_is_401()
    {
        foreach (var function in new[] { "PutReport", "GetReport", "DeleteReport", "StartReportJob", "GetJob", "GetJobResult", "CancelJob", "ListJobs" })
        {
            (await _rig.HttpAsync(function, Configuration(), ReportId)).StatusCode.ShouldBe(401, function);
        }
    }
}
