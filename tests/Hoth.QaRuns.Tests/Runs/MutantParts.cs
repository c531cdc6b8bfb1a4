using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.MockCsp.Behaviours;

namespace Hoth.QaRuns.Tests.Runs;

/// <summary>What faults are made of.</summary>
internal static partial class Mutants
{
    private static Func<MutantCall, Task<HttpResponseMessage>> Status(int status, string operation) => async c =>
    {
        var answer = await c.PassAsync();
        if (c.Id == operation && answer.IsSuccessStatusCode) answer.StatusCode = (HttpStatusCode)status;
        return answer;
    };

    private static Func<MutantCall, Task<HttpResponseMessage>> Instead(string operation, int wanted, int given) => async c =>
        await c.PassAsync() is var answer && c.Id == operation && (int)answer.StatusCode == wanted ? await MutantCall.Problem(given) : answer;

    /// <summary>An answer of 200 whose body is changed; null: it becomes an object.</summary>
    private static KeyValuePair<string, PlantedFault> Body(string name, string operation, string pointer, Action<JsonNode>? change) => Of(name, $"body-schema {operation} {pointer}", async c =>
    {
        if (c.Id != operation) return await c.PassAsync();
        if (change is not null)
        {
            return await c.PassAsync((answer, json) =>
            {
                if (answer.IsSuccessStatusCode) change(json);
            });
        }

        var answer = await c.PassAsync();
        return answer.IsSuccessStatusCode ? await MutantCall.Answer(200, "{}", "application/json") : answer;
    });

    /// <summary>A body that breaks a rule is mended on its way.</summary>
    private static KeyValuePair<string, PlantedFault> Accepts(string name, string operation, string pointer, Func<JsonObject?, bool> mend) => Of(name, $"invalid-accepted {operation} {pointer}", c =>
    {
        var body = c.Id == operation ? c.Json as JsonObject : null;
        return mend(body) ? c.PassAsync(body: body!.ToJsonString()) : c.PassAsync();
    });

    private static bool Add(JsonObject? body, string member, string value, bool isBroken)
    {
        if (body is null || !isBroken) return false;
        body[member] = value;
        return true;
    }

    /// <summary>What is valid is refused, what is not is refused as ever.</summary>
    private static async Task<HttpResponseMessage> Refused(MutantCall call) =>
        await call.PassAsync() is var answer && answer.IsSuccessStatusCode ? await MutantCall.Problem(400) : answer;

    private static KeyValuePair<string, PlantedFault> Of(string name, string expected, Func<MutantCall, Task<HttpResponseMessage>> serve, bool andScope) => andScope
        ? Of(name, expected, serve)
        // Where any token will do a token of other scopes is as good: only tokens that nobody gave out are let in here.
        : Of(name, expected, c => c.Request.Headers.Authorization?.Parameter?.StartsWith("nobody", StringComparison.Ordinal) == true ? serve(c) : c.PassAsync());

    private static JsonNode FirstActual(JsonNode costs) => costs["task_orders"]![0]!["clins"]![0]!["actual"]!;

    private static string? NameOf(MutantCall call) => TextOf((call.Json as JsonObject)?["name"]);

    private static string? TextOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
