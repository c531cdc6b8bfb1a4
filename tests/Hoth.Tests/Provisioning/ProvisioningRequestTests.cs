using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Json;
using Hoth.Provisioning;
using Shouldly;
using Xunit;

namespace Hoth.Tests.Provisioning;

public sealed class ProvisioningRequestTests
{
    private const string Clin = """{"clinNumber":"0001","type":"CLOUD","classificationLevel":"SECRET","popStartDate":"2024-01-01","popEndDate":"2024-12-31"}""";
    private const string TaskOrder = $$"""{"taskOrderNumber":"HQ0034","popStartDate":"2024-01-01","popEndDate":"2024-12-31","clins":[{{Clin}}]}""";
    private const string Administrator = """{"email":"a@b.mil","dodId":"1234567890","needsReset":false}""";
    private const string Environment = $$"""{"name":"e","classificationLevel":"UNCLASSIFIED","administrators":[{{Administrator}}]}""";

    public static TheoryData<string, string?> Valid => new()
    {
        { "ADD_PORTFOLIO", $$"""{"name":"p","taskOrders":[{{TaskOrder}}]}""" },
        { "GET_PORTFOLIO", null },
        { "GET_PORTFOLIO", "{}" },
        { "ADD_TASK_ORDER", TaskOrder },
        { "UPDATE_TASK_ORDER", With(TaskOrder, "taskOrderId", "to/1") },
        { "ADD_ENVIRONMENT", Environment },
        { "ADD_ENVIRONMENT", With(Environment, "isMigration", true) },
        { "ADD_ENVIRONMENT", With(Environment, "accountName", "abc123") },
        { "ADD_ENVIRONMENT", With(Environment, "cloudDistinguisher", JsonNode.Parse("""{"name":"il4","displayName":"IL4","description":"d"}""")!) },
        { "GET_ENVIRONMENT", """{"environmentId":"e1"}""" },
        { "ADD_OPERATORS", $$"""{"environmentId":"e1","administrators":[{{Administrator}}]}""" },
        { "ADD_ADMINISTRATOR", $$"""{"environmentId":"e1","administrators":[{{Administrator}}]}""" },
    };

    public static TheoryData<string, string, string> Invalid => new()
    {
        { "ADD_PORTFOLIO", """{"taskOrders":{}}""", "$.payload.name $.payload.taskOrders" },
        { "ADD_TASK_ORDER", With(TaskOrder, "id", "made-by-the-client"), "$.payload.id" },
        { "ADD_TASK_ORDER", With(TaskOrder, "popEndDate", "2023-12-31"), "$.payload.popEndDate" },
        { "ADD_TASK_ORDER", With(TaskOrder, "clins", new JsonArray()), "$.payload.clins" },
        { "ADD_TASK_ORDER", WithClin("clinNumber", "0000"), "$.payload.clins[0].clinNumber" },
        { "ADD_TASK_ORDER", WithClin("clinNumber", "12345"), "$.payload.clins[0].clinNumber" },
        { "ADD_TASK_ORDER", WithClin("type", "cloud"), "$.payload.clins[0].type" },
        { "ADD_TASK_ORDER", WithClin("type", "NON_CLOUD"), "$.payload.clins[0].classificationLevel" },
        { "ADD_TASK_ORDER", WithClin("classificationLevel", "PUBLIC"), "$.payload.clins[0].classificationLevel" },
        { "ADD_TASK_ORDER", WithClin("popStartDate", "2023-12-31"), "$.payload.clins[0].popStartDate" },
        { "ADD_TASK_ORDER", WithClin("popEndDate", "2025-01-01"), "$.payload.clins[0].popEndDate" },
        { "ADD_TASK_ORDER", WithClin("other", 1), "$.payload.clins[0].other" },
        { "UPDATE_TASK_ORDER", With(TaskOrder, "taskOrderId", ".."), "$.payload.taskOrderId" },
        { "ADD_ENVIRONMENT", With(Environment, "accountName", "1abcdef"), "$.payload.accountName" },
        { "ADD_ENVIRONMENT", With(Environment, "emailDistributionList", "nobody"), "$.payload.emailDistributionList" },
        { "ADD_ENVIRONMENT", With(Environment, "isMigration", "true"), "$.payload.isMigration" },
        { "ADD_ENVIRONMENT", With(Environment, "dashboardLink", "https://x"), "$.payload.dashboardLink" },
        { "ADD_ENVIRONMENT", With(Environment, "administrators", new JsonArray(JsonNode.Parse("""{"email":"a@b","dodId":"1","needsReset":"no"}"""))), "$.payload.administrators[0].dodId $.payload.administrators[0].needsReset" },
        { "GET_ENVIRONMENT", "{}", "$.payload.environmentId" },
        { "ADD_OPERATORS", """{"environmentId":"e1","administrators":[]}""", "$.payload.administrators" },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_request_is_accepted_when_its_payload_fits_its_operation(string operation, string? payload)
    {
        var request = Parse(Body(operation, payload), out var violations).ShouldNotBeNull(string.Join(' ', violations));

        ProvisioningRequest.FromJson(request.ToJson()).ShouldBe(request with { PayloadJson = Compact(payload) });
        request.JobId.ShouldBe("made-up");
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void A_payload_is_refused_with_every_violation_named(string operation, string payload, string paths)
    {
        Parse(Body(operation, payload), out var violations).ShouldBeNull();

        violations.ShouldBe(paths.Split(' '), ignoreOrder: true);
    }

    [Theory]
    [InlineData("ADD_PORTFOLIO", true)]
    [InlineData("GET_PORTFOLIO", false)]
    public void A_portfolio_is_named_by_every_operation_but_the_one_that_makes_it(string operation, bool accepted)
    {
        var payload = operation == "ADD_PORTFOLIO" ? """{"name":"p","taskOrders":[]}""" : "{}";
        var parsed = Parse($$"""{"userId":"u","operationType":"{{operation}}","targetCspName":"c","payload":{{payload}}}""", out var violations);

        (parsed is not null).ShouldBe(accepted);
        violations.ShouldBe(accepted ? [] : ["$.portfolioId"]);
    }

    [Theory]
    [InlineData("UNCLASSIFIED", false, 2)]
    [InlineData("SECRET", false, 72)]
    [InlineData("TOP_SECRET", false, 72)]
    [InlineData("UNCLASSIFIED", true, 24)]
    public void The_deadline_of_an_environment_follows_its_classification(string classification, bool migration, int hours)
    {
        var payload = With(With(Environment, "classificationLevel", classification), "isMigration", migration);

        ProvisioningDeadlines.Of(Parse(Body("ADD_ENVIRONMENT", payload), out _).ShouldNotBeNull()).ShouldBe(TimeSpan.FromHours(hours));
    }

    [Fact]
    public void The_body_for_the_csp_leaves_out_what_is_in_the_path()
    {
        var request = Parse(Body("UPDATE_TASK_ORDER", With(TaskOrder, "taskOrderId", "to1")), out _).ShouldNotBeNull();

        request.BodyJson().ShouldBe(TaskOrder);
    }

    private static ProvisioningRequest? Parse(string json, out IReadOnlyList<string> violated)
    {
        var violations = new Violations();
        using var document = JsonDocument.Parse(json);
        var request = ProvisioningRequest.Parse(document.RootElement, () => "made-up", violations);
        violated = [.. violations.ToProblem().ErrorMap!.Keys];
        return request;
    }

    private static string Body(string operation, string? payload) =>
        $$"""{"userId":"u1","portfolioId":"p1","operationType":"{{operation}}","targetCspName":"csp-a"{{(payload is null ? "" : $",\"payload\":{payload}")}}}""";

    private static string? Compact(string? json) => json is null ? null : JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static string WithClin(string member, JsonNode value) => With(TaskOrder, "clins", new JsonArray(JsonNode.Parse(With(Clin, member, value))));

    private static string With(string json, string member, JsonNode value)
    {
        var copy = JsonNode.Parse(json)!.AsObject();
        copy[member] = value;
        return copy.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
