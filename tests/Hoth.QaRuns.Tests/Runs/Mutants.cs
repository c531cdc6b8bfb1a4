using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hoth.MockCsp.Behaviours;

namespace Hoth.QaRuns.Tests.Runs;

/// <summary>A fault: how the CSP behaves behind it, the fingerprint to be found, and what stands in front of the CSP (made anew for each run).</summary>
internal sealed record PlantedFault(Func<CspBehaviour> Behaviour, string Expected, Func<Func<MutantCall, Task<HttpResponseMessage>>>? Serve);

/// <summary>Faults of all kinds.</summary>
internal static partial class Mutants
{
    private const string Paths = "#/paths/";
    private const string Schemas = "#/components/schemas/";
    private const string Portfolios = Paths + "~1portfolios/post";
    private const string PortfolioById = Paths + "~1portfolios~1{portfolioId}/get";
    private const string TaskOrders = Paths + "~1portfolios~1{portfolioId}~1task-orders/post";
    private const string TaskOrder = Paths + "~1portfolios~1{portfolioId}~1task-orders~1{taskOrderId}/put";
    private const string Environments = Paths + "~1portfolios~1{portfolioId}~1environments/post";
    private const string Environment = Paths + "~1portfolios~1{portfolioId}~1environments~1{environmentId}/get";
    private const string ClinCosts = Paths + "~1portfolios~1{portfolioId}~1task-orders~1{taskOrderId}~1clins~1{clin}~1costs/get";
    private const string JobStatus = Paths + "~1provisioning~1{provisioningJobId}~1status/get";
    private const string Far51 = Paths + "~1far51/get";

    public static IReadOnlyDictionary<string, PlantedFault> All { get; } = Answers().Concat(Requests()).Concat(Access()).Concat(Writes()).Concat(Jobs()).ToDictionary(StringComparer.Ordinal);

    private static KeyValuePair<string, PlantedFault> Of(string name, string expected, Func<MutantCall, Task<HttpResponseMessage>> serve) =>
        KeyValuePair.Create(name, new PlantedFault(() => new CspBehaviour(), expected, () => serve));

    private static KeyValuePair<string, PlantedFault> OfAsync(string name, string expected, Action<AsyncProvisioning> script, Func<Func<MutantCall, Task<HttpResponseMessage>>>? serve = null) =>
        KeyValuePair.Create(name, new PlantedFault(
            () =>
            {
                var provisioning = new AsyncProvisioning();
                script(provisioning);
                return new CspBehaviour { Async = provisioning };
            },
            expected,
            serve));

    private static IEnumerable<KeyValuePair<string, PlantedFault>> Answers()
    {
        yield return Of("always 500", $"server-error getPortfolioById {PortfolioById}/responses", c => c.Id == "getPortfolioById" ? MutantCall.Problem(500) : c.PassAsync());
        yield return Of("500 at the longest name", $"server-error addPortfolio {Portfolios}/responses",
            c => c.Id == "addPortfolio" && (NameOf(c)?.EnumerateRunes().Count() ?? 0) == 255 ? MutantCall.Problem(500) : c.PassAsync());
        yield return Of("connection breaks", $"server-error getEnvironmentById {Environment}/responses",
            c => c.Id == "getEnvironmentById" ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer ended.") : c.PassAsync());
        yield return Of("206 for 200", $"undocumented-status getFarPart51Authorizations {Far51}/responses", Status(206, "getFarPart51Authorizations"));
        yield return Of("201 for 200", $"undocumented-status addPortfolio {Portfolios}/responses", Status(201, "addPortfolio"));
        yield return Of("redirect", $"undocumented-status getCostsByCLIN {ClinCosts}/responses", Status(302, "getCostsByCLIN"));
        yield return Of("text/plain", $"content-type getCostsByCLIN {ClinCosts}/responses/200/content", async c =>
        {
            var answer = await c.PassAsync();
            if (c.Id == "getCostsByCLIN" && answer.IsSuccessStatusCode) answer.Content.Headers.ContentType = new("text/plain");
            return answer;
        });
        yield return Of("JSON cut off", $"content-type getFarPart51Authorizations {Far51}/responses/200/content", async c =>
        {
            var answer = await c.PassAsync();
            if (c.Id != "getFarPart51Authorizations" || !answer.IsSuccessStatusCode) return answer;
            var type = answer.Content.Headers.ContentType!;
            answer.Content = new StringContent("[{\"id\":", type);
            return answer;
        });
        yield return Of("no challenge", "required-header updateTaskOrder #/components/responses/Unauthorized/headers/WWW-Authenticate", async c =>
        {
            var answer = await c.PassAsync();
            if (c.Id == "updateTaskOrder" && answer.StatusCode == HttpStatusCode.Unauthorized) answer.Headers.Remove("WWW-Authenticate");
            return answer;
        });
        yield return Body("member missing", "getPortfolioById", $"{Schemas}Portfolio/required", json => json.AsObject().Remove("name"));
        yield return Body("number for text", "getCostsByPortfolio", $"{Schemas}CostData/properties/total/type", json => FirstActual(json)["total"] = 12.5);
        yield return Body("wrong pattern", "getCostsByPortfolio", $"{Schemas}CostData/properties/total/pattern", json => FirstActual(json)["total"] = "12,50");
        yield return Body("unknown word", "getProvisioningStatus", $"{Schemas}ProvisioningStatus/properties/status/enum", json => json["status"] = "DONE");
        yield return Body("object for list", "getFarPart51Authorizations", $"{Far51}/responses/200/content/application~1json/schema/type", null);
    }

    private static IEnumerable<KeyValuePair<string, PlantedFault>> Requests()
    {
        yield return Accepts("name missing", "addPortfolio", $"{Schemas}PortfolioCreate/required", body => Add(body, "name", "A name", body is not null && !body.ContainsKey("name")));
        yield return Accepts("name a number", "addPortfolio", $"{Schemas}PortfolioCreate/properties/name/type", body => Add(body, "name", "A name", body?["name"]?.GetValueKind() == System.Text.Json.JsonValueKind.Number));
        yield return Accepts("no such date", "addTaskOrder", $"{Schemas}TaskOrder/properties/pop_start_date/format",
            body => Add(body, "pop_start_date", "2024-01-01", TextOf(body?["pop_start_date"]) is { } text && !DateOnly.TryParseExact(text, "yyyy-MM-dd", out _)));
        yield return Accepts("name too long", "addEnvironment", $"{Schemas}EnvironmentCreate/properties/name/maxLength", body => Add(body, "name", "A name", TextOf(body?["name"])?.EnumerateRunes().Count() > 255));
        yield return Accepts("other members", "addAdministrators", $"{Schemas}AdministratorsPatch/additionalProperties", body =>
        {
            var others = body?.Select(m => m.Key).Where(name => name != "administrators").ToList() ?? [];
            foreach (var other in others) body!.Remove(other);
            return others.Count > 0;
        });
        yield return Of("limit 0", "invalid-accepted getFarPart51Authorizations #/components/parameters/Limit/schema/minimum",
            c => c.Id == "getFarPart51Authorizations" && c.Query("limit") == "0" ? c.PassAsync(address: a => a.Replace("limit=0", "limit=1", StringComparison.Ordinal)) : c.PassAsync());
        yield return Of("start left out", "invalid-accepted getCostsByPortfolio #/components/parameters/StartMonth/required",
            c => c.Id == "getCostsByPortfolio" && c.Query("start_date") is null ? c.PassAsync(address: a => a + "&start_date=2024-01&x=") : c.PassAsync());
        yield return Of("account name refused", $"valid-rejected addEnvironment {Schemas}EnvironmentCreate/properties/account_name",
            c => c.Id == "addEnvironment" && c.Json is JsonObject body && body.ContainsKey("account_name") ? MutantCall.Problem(400) : c.PassAsync());
        yield return Of("longest name refused", $"valid-rejected addTaskOrder {Schemas}TaskOrder/properties/task_order_number/maxLength",
            c => c.Id == "addTaskOrder" && TextOf((c.Json as JsonObject)?["task_order_number"])?.EnumerateRunes().Count() == 255 ? MutantCall.Problem(400) : c.PassAsync());
        yield return Of("all refused", $"valid-rejected getFarPart51Authorizations {Far51}", c => c.Id == "getFarPart51Authorizations" && c.Request.Headers.Authorization is not null ? Refused(c) : c.PassAsync());
        yield return Of("404 for what is invalid", $"wrong-rejection-status updateTaskOrder {TaskOrder}/responses", Instead("updateTaskOrder", 400, 404));
        yield return Of("400 for what is missing", $"wrong-rejection-status getEnvironmentById {Environment}/responses",
            async c => await c.PassAsync() is var answer && c.Id == "getEnvironmentById" && answer.StatusCode == HttpStatusCode.NotFound && c.Path["environmentId"].StartsWith("missing-", StringComparison.Ordinal) ? await MutantCall.Problem(400) : answer);
    }

    private static IEnumerable<KeyValuePair<string, PlantedFault>> Access()
    {
        yield return Of("no credentials needed", $"auth-ignored getEnvironmentById {Environment}/security",
            c => c.Id == "getEnvironmentById" && c.Request.Headers.Authorization is null ? c.PassAsync(token: c.Mutant.Token) : c.PassAsync());
        yield return Of("any token will do", $"auth-ignored getCostsByCLIN {ClinCosts}/security",
            c => c.Id == "getCostsByCLIN" && c.Request.Headers.Authorization is not null ? c.PassAsync(token: c.Mutant.Token) : c.PassAsync(), andScope: false);
        yield return Of("scope ignored", $"auth-ignored addEnvironment {Environments}/security/0/clientCredentials", async c =>
            await c.PassAsync() is var answer && c.Id == "addEnvironment" && answer.StatusCode == HttpStatusCode.Forbidden ? await c.PassAsync(token: c.Mutant.Token) : answer);
        yield return Of("403 for no token", $"wrong-rejection-status addTaskOrder {TaskOrders}/responses", Instead("addTaskOrder", 401, 403));
        yield return KeyValuePair.Create("any parent will do", new PlantedFault(() => new CspBehaviour(), "wrong-parent getEnvironmentById #/components/parameters/PortfolioId", () =>
        {
            var parents = new ConcurrentDictionary<string, string>();
            return async c =>
            {
                var answer = await c.PassAsync();
                if (c.Id == "addEnvironment" && answer.IsSuccessStatusCode) parents[JsonNode.Parse(await answer.Content.ReadAsStringAsync(c.CancellationToken))!["id"]!.GetValue<string>()] = c.Path["portfolioId"];
                return c.Id == "getEnvironmentById" && answer.StatusCode == HttpStatusCode.NotFound && !c.Path["portfolioId"].StartsWith("missing-", StringComparison.Ordinal) && parents.TryGetValue(c.Path["environmentId"], out var parent)
                    ? await c.PassAsync(address: a => a.Replace(Uri.EscapeDataString(c.Path["portfolioId"]), parent, StringComparison.Ordinal))
                    : answer;
            };
        }));
    }

    private static IEnumerable<KeyValuePair<string, PlantedFault>> Writes()
    {
        yield return Of("rejected and made", $"rejected-create-leaks addTaskOrder {TaskOrders}", async c =>
        {
            var answer = await c.PassAsync();
            if (c.Id == "addTaskOrder" && answer.StatusCode == HttpStatusCode.BadRequest) await c.PassAsync(body: """{"task_order_number":"LEAK","clins":[],"pop_start_date":"2024-01-01","pop_end_date":"2025-01-01"}""");
            return answer;
        });
        yield return KeyValuePair.Create("update forgotten", new PlantedFault(() => new CspBehaviour(), $"lost-update updateTaskOrder {TaskOrder}", () =>
        {
            var orders = new ConcurrentDictionary<string, string>();
            return async c =>
            {
                var answer = await c.PassAsync();
                if (c.Id == "addTaskOrder" && answer.IsSuccessStatusCode) orders[JsonNode.Parse(await answer.Content.ReadAsStringAsync(c.CancellationToken))!["id"]!.GetValue<string>()] = c.Body!;
                // It answers as if, and puts the old one back.
                if (c.Id == "updateTaskOrder" && answer.IsSuccessStatusCode && orders.TryGetValue(c.Path["taskOrderId"], out var old)) await c.PassAsync(body: old);
                return answer;
            };
        }));
        yield return Of("environment forgotten", $"lost-update addEnvironment {Environments}", async c =>
        {
            var answer = await c.PassAsync();
            if (c.Id != "addEnvironment" || !answer.IsSuccessStatusCode) return answer;
            // It answers with an id that leads nowhere.
            var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(c.CancellationToken))!;
            json["id"] = "env-forgotten";
            return await MutantCall.Answer(200, json.ToJsonString(), "application/json");
        });
    }

    private static IEnumerable<KeyValuePair<string, PlantedFault>> Jobs()
    {
        yield return OfAsync("never ends", $"job-never-ends addEnvironment {Environments}", s => s.Polls = int.MaxValue);
        yield return OfAsync("ends as a failure", $"valid-rejected addEnvironment {Environments}", s => s.FinalStatus = "FAILURE");
        yield return OfAsync("Location elsewhere", "required-header addEnvironment " + Environments + "/responses/202/headers/Location", _ => { }, () => async c =>
        {
            var answer = await c.PassAsync();
            if (c.Id != "addEnvironment" || answer.StatusCode != HttpStatusCode.Accepted) return answer;
            answer.Headers.Remove("Location");
            answer.Headers.TryAddWithoutValidation("Location", "https://elsewhere.example/provisioning/1/status");
            return answer;
        });
        yield return OfAsync("goes back", $"job-illegal-transition getProvisioningStatus {JobStatus}", s => s.Polls = 3, () => Nth((n, json) =>
        {
            if (n == 2) json["status"] = "NOT_STARTED";
        }));
        yield return OfAsync("goes on after its end", $"job-illegal-transition getProvisioningStatus {JobStatus}", s => s.Polls = 0, () => Nth((n, json) =>
        {
            if (n == 2) json["status"] = "IN_PROGRESS";
        }));
    }

    private static Func<MutantCall, Task<HttpResponseMessage>> Nth(Action<int, JsonNode> change)
    {
        var polls = new ConcurrentDictionary<string, int>();
        return c => c.Id == "getProvisioningStatus" && c.Path["provisioningJobId"].StartsWith("job-", StringComparison.Ordinal)
            ? c.PassAsync((answer, json) =>
            {
                if (answer.IsSuccessStatusCode) change(polls.AddOrUpdate(c.Path["provisioningJobId"], 1, (_, n) => n + 1), json);
            })
            : c.PassAsync();
    }
}
