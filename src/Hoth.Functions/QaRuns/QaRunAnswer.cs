using System.Text.Json.Nodes;

namespace Hoth.Functions.QaRuns;

/// <summary>What a request for a run is answered with.</summary>
internal static class QaRunAnswer
{
    public static string Started(string planId, string statusUrl, string eventsUrl) =>
        new JsonObject { ["planId"] = planId, ["statusUrl"] = statusUrl, ["eventsUrl"] = eventsUrl }.ToJsonString();
}
