using Hoth.MockCsp.Hosting;
using Hoth.MockCsp.State;

namespace Hoth.MockCsp.Validation;

/// <summary>Reads environments and administrators. <c>id</c> and <c>dashboard_link</c> are the CSP's to give and ignored in a request.</summary>
internal static class EnvironmentReader
{
    private const string DeadlineHeader = "X-Provision-Deadline";

    public static CspEnvironment Read(JsonInput input, CspInstance csp, Portfolio portfolio)
    {
        var id = $"env-{csp.Options.NewId()}";
        CspEnvironment environment = new(
            id,
            input.Text("name"),
            input.OptionalText("account_name", max: 26, pattern: Patterns.AccountName, rule: "must be a letter and then 5 to 25 letters or digits"),
            input.OptionalText("email_distribution_list", pattern: Patterns.Email, rule: "must be an e-mail address"),
            DemoPortfolio.Dashboard(csp.Name, portfolio.Id, id),
            input.OneOf("classification_level", ClassificationLevels.All),
            ReadDistinguisher(input.OptionalObject("cloud_distinguisher")),
            input.Flag("is_migration", required: false))
        {
            Administrators = [.. ReadAdministrators(input)],
        };

        var level = environment.ClassificationLevel;
        if (level.Length > 0 && !portfolio.TaskOrders.Any(order => order.Clins.Any(clin => clin.ClassificationLevel == level)))
        {
            input.Refuse("classification_level", "must be that of a CLIN of the portfolio");
        }

        return environment;
    }

    public static IReadOnlyList<Operator> ReadAdministrators(JsonInput input) => input.List("administrators", person => new Operator(
        person.Text("email", pattern: Patterns.Email, rule: "must be an e-mail address"),
        person.Text("dod_id", min: 10, max: 10),
        person.Flag("needs_reset", required: true)));

    public static void CheckDeadline(CspRequest request, bool isMigration)
    {
        if (!request.Http.Request.Headers.TryGetValue(DeadlineHeader, out var values))
        {
            return;
        }

        if (isMigration)
        {
            request.Violations.Add($"header.{DeadlineHeader}", "must be absent where is_migration is true");
        }

        if (!Patterns.Instant.IsMatch(values.ToString()) || !DateTimeOffset.TryParse(values.ToString(), out _))
        {
            request.Violations.Add($"header.{DeadlineHeader}", "must be a date-time as RFC 3339 has it");
        }
    }

    private static CloudDistinguisher? ReadDistinguisher(JsonInput? input) =>
        input is null ? null : new(input.Text("name"), input.Text("display_name"), input.Text("description", max: 4000));
}
