using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport.Context;

/// <summary>What a mobile SDK says about its application.</summary>
internal sealed class MobileClientContext : IClientContext
{
    public IDictionary<string, string> Environment { get; private init; }

    public IClientApplication Client { get; private init; }

    public IDictionary<string, string> Custom { get; private init; }

    /// <summary>Never null: without a header the members are.</summary>
    public static MobileClientContext Parse(string json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return new();
        }

        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new()
        {
            Client = root.TryGetProperty("client", out var client) ? MobileApplication.Read(client) : null,
            Custom = root.TextMembers("custom"),
            Environment = root.TextMembers("env"),
        };
    }

    private sealed record MobileApplication(string AppPackageName, string AppTitle, string AppVersionCode, string AppVersionName, string InstallationId)
        : IClientApplication
    {
        public static MobileApplication Read(JsonElement json) => new(
            json.Text("app_package_name"),
            json.Text("app_title"),
            json.Text("app_version_code"),
            json.Text("app_version_name"),
            json.Text("installation_id"));
    }
}
