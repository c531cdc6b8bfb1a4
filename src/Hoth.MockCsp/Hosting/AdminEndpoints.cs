using System.Text.Json;
using Hoth.MockCsp.Behaviours;

namespace Hoth.MockCsp.Hosting;

/// <summary>
/// What tests in other processes need: <c>/_admin/{csp}/…</c>, without authorization. No CSP can be called <c>_admin</c>.
/// </summary>
internal static class AdminEndpoints
{
    public static void Map(WebApplication app, IReadOnlyDictionary<string, CspInstance> csps)
    {
        Add("GET", "requests", (csp, _) => Answer.Json(200, csp.Log.Snapshot(), WireJson.Default.IReadOnlyListReceivedRequest));
        Add("GET", "counters", (csp, _) => Answer.Json(200, csp.Counters.Snapshot(), WireJson.Default.CspCounters));
        Add("GET", "script", (csp, _) => Answer.Json(200, csp.Behaviour, ScriptJson.Default.CspBehaviour));
        Add("PUT", "script", Script);
        Add("POST", "revoke-tokens", (csp, _) =>
        {
            csp.Tokens.RevokeAll();
            return new(204, default, null);
        });

        void Add(string method, string path, Func<CspInstance, ReceivedBody, Answer> handle) =>
            app.MapMethods($"/_admin/{{csp}}/{path}", [method], http =>
            {
                var answer = csps.TryGetValue((string)http.Request.RouteValues["csp"]!, out var csp)
                    ? handle(csp, http.Features.Get<ReceivedBody>()!)
                    : Answer.NotFound("CSP");
                return answer.WriteAsync(http);
            });
    }

    private static Answer Script(CspInstance csp, ReceivedBody body)
    {
        try
        {
            var script = JsonSerializer.Deserialize(body.Bytes.Span, ScriptJson.Default.CspBehaviour) ?? new();
            OptionsCheck.ThrowIfInvalid(csp.Name, script);
            csp.Behaviour = script;
            return new(204, default, null);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return Answer.Problem(400, e.Message);
        }
    }
}
