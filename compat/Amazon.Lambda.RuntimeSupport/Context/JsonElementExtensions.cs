using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport.Context;

internal static class JsonElementExtensions
{
    public static string Text(this JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static Dictionary<string, string> TextMembers(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var members) ? members.EnumerateObject().ToDictionary(m => m.Name, m => m.Value.ToString()) : null;
}
