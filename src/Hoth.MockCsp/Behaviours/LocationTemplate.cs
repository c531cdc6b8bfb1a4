namespace Hoth.MockCsp.Behaviours;

/// <summary>
/// Values of a <c>Location</c> header, with <c>{csp}</c>, <c>{id}</c> (the provisioning job), <c>{authority}</c> (host and port
/// of this server) and <c>{host}</c> filled in. Everything but the first two is what a careful client refuses to follow.
/// </summary>
public static class LocationTemplate
{
    public const string Absolute = "http://{authority}/{csp}/provisioning/{id}/status";
    public const string Relative = "/{csp}/provisioning/{id}/status";
    public const string None = "";
    public const string WithUserInfo = "http://user:secret@{authority}/{csp}/provisioning/{id}/status";
    public const string OtherHost = "http://elsewhere.invalid/{csp}/provisioning/{id}/status";
    public const string OtherPort = "http://{host}:1/{csp}/provisioning/{id}/status";
    public const string OtherScheme = "https://{authority}/{csp}/provisioning/{id}/status";
    public const string OtherPath = "http://{authority}/another-csp/provisioning/{id}/status";
    public const string ProtocolRelative = "//elsewhere.invalid/{csp}/provisioning/{id}/status";
    public const string FileUrl = "file:///etc/hostname";
    public const string MetadataAddress = "http://169.254.169.254/latest/meta-data/";

    internal static string Fill(string template, string csp, string id, string host, int port) => template
        .Replace("{csp}", csp, StringComparison.Ordinal)
        .Replace("{id}", id, StringComparison.Ordinal)
        .Replace("{authority}", $"{host}:{port}", StringComparison.Ordinal)
        .Replace("{host}", host, StringComparison.Ordinal);
}
