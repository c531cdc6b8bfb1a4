using System.Text;

namespace Hoth.MockCsp.Hosting;

/// <summary>What the stand-alone server says of itself.</summary>
internal static class Greeting
{
    public static string For(MockCspServer server)
    {
        var address = server.BaseAddress.ToString().TrimEnd('/');
        var first = server.Csps.FirstOrDefault() ?? "csp-a";
        StringBuilder text = new($"Mock CSPs listen on {address}\n\n");
        foreach (var (name, description) in server.Describe())
        {
            text.AppendLine($"  {name,-16} {description}");
        }

        return text.Append($$"""

            Try:
              TOKEN=$(curl -s -d 'grant_type=client_credentials&client_id=hoth&client_secret=mock-secret' {{address}}/{{first}}/oauth2/token | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
              curl -s -H "Authorization: Bearer $TOKEN" '{{address}}/{{first}}/portfolios/my-portfolio/costs?start_date=2024-01&end_date=2024-03'
              curl -s -H "Authorization: Bearer $TOKEN" {{address}}/{{first}}/portfolios/{{DemoPortfolio.Id}}
              curl -s {{address}}/openapi.json
              curl -s {{address}}/_admin/{{first}}/requests     (also counters, script; POST revoke-tokens)
            """).ToString();
    }
}
