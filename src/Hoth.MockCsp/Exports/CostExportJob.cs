namespace Hoth.MockCsp.Exports;

/// <summary>The definition of the asynchronous HTTP job (docs/http-jobs.md) that asks a CSP of this server for costs by <see cref="Behaviours.CostExports"/>.</summary>
public static class CostExportJob
{
    private static readonly string Template = Read();

    /// <summary>The definition, as JSON.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="csp">The address that the CSP's API is below, without a slash at its end.</param>
    /// <param name="secret">The name of the secret with the CSP's clientId and clientSecret.</param>
    public static string For(string name, Uri csp, string secret) => Template
        .Replace("NAME", name, StringComparison.Ordinal)
        .Replace("SECRET", secret, StringComparison.Ordinal)
        .Replace("ORIGIN", csp.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
        .Replace("CSP", csp.AbsoluteUri, StringComparison.Ordinal);

    private static string Read()
    {
        using StreamReader reader = new(typeof(CostExportJob).Assembly.GetManifestResourceStream("cost-export.json")!);
        return reader.ReadToEnd();
    }
}
