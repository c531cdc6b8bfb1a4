using System.Text;

namespace Hoth.MockCsp.Hosting;

/// <summary>The API's description, with the address of the server, or of one CSP, filled in.</summary>
internal static class OpenApiEndpoints
{
    private static readonly string Template = Read();

    /// <summary>Each CSP's description at its own path; at the root that of the first, for they differ in the address only.</summary>
    public static void Map(WebApplication app, IEnumerable<string> csps)
    {
        var first = csps.Order(StringComparer.Ordinal).FirstOrDefault("csp");
        app.MapGet("/openapi.json", http => Describe(http, first));
        app.MapGet("/{csp}/openapi.json", http => http.Features.Get<CspInstance>() is { } csp ? Describe(http, csp.Name) : Answer.NotFound("CSP").WriteAsync(http));
    }

    private static Task Describe(HttpContext http, string csp)
    {
        var address = $"http://{http.Connection.LocalIpAddress}:{http.Connection.LocalPort}/{csp}";
        return new Answer(200, Encoding.UTF8.GetBytes(Template.Replace("http://localhost/csp", address, StringComparison.Ordinal)), Answer.JsonType).WriteAsync(http);
    }

    private static string Read()
    {
        using StreamReader reader = new(typeof(OpenApiEndpoints).Assembly.GetManifestResourceStream("openapi.json")!);
        return reader.ReadToEnd();
    }
}
