using System.Text.Json;
using Hoth.CloudProviders;
using Hoth.Costs;
using Hoth.HttpJobs.Definitions;
using Hoth.Json;
using Hoth.Tests.HttpJobs;

namespace Hoth.Tests.Costs;

public sealed class AsyncCostsTests
{
    [Fact]
    public void Deployed_directory_names_definitions_that_costs_can_use()
    {
        var config = Path.Combine(AppContext.BaseDirectory, "infra", "config");
        var definitions = HttpJobDefinitions.Load(Path.Combine(config, "http-jobs"));

        Should.NotThrow(() => AsyncCosts.Check(CspDirectory.Load(Path.Combine(config, "csps.json")), definitions));
        definitions.Find("csp-d-costs")!.Secrets.ShouldBe(["hoth/csp/csp-d", "hoth/csp/csp-d-exports"], ignoreOrder: true);
    }

    [Fact]
    public void Directory_is_refused_with_every_csp_that_names_no_definition_that_costs_can_use()
    {
        var directory = Directory(("gone", "none", 60), ("month", "by-month", 60), ("hurry", "good", 60), ("good", "good", 75));
        var definitions = new HttpJobDefinitions([Definition("by-month", "month", "endDate"), Definition("good", AsyncCosts.InputNames.ToArray())]);

        Should.Throw<CspDirectoryException>(() => AsyncCosts.Check(directory, definitions)).Violations.ShouldBe(
        [
            "$.gone.costs.job names none, and there is no none.json among the definitions of HTTP jobs",
            "$.hurry.costs.deadlineMinutes must be at least 75: 15 more than the polling_job_timeout of good.json",
            "$.month.costs.job names by-month, and the inputs of by-month.json must be of portfolioId, startMonth, endMonth, startDate, endDate: month is not",
            "$.month.costs.job names by-month, and the inputs of by-month.json must have portfolioId, or every portfolio would get the same costs",
            "$.month.costs.deadlineMinutes must be at least 75: 15 more than the polling_job_timeout of by-month.json",
        ]);
    }

    [Theory]
    [InlineData("2024-01", "2024-02", "p 1|2024-01|2024-02|2024-01-01|2024-02-29")]
    [InlineData("2024-01-15", "2024-02-03", "p 1|2024-01|2024-02|2024-01-15|2024-02-03")]
    public void Inputs_are_those_of_the_request_that_the_definition_takes(string start, string end, string expected)
    {
        using var body = JsonDocument.Parse($$"""{"requestId":"r","portfolioId":"p 1","targetCspName":"c","startDate":"{{start}}","endDate":"{{end}}"}""");
        var request = CostRequest.Parse(body.RootElement, new Violations())!;

        string.Join('|', AsyncCosts.InputNames.Select(name => AsyncCosts.InputsOf(request, Definition("all", AsyncCosts.InputNames.ToArray()))[name])).ShouldBe(expected);
        AsyncCosts.InputsOf(request, Definition("one", "portfolioId")).Keys.ShouldBe(["portfolioId"]);
    }

    private static HttpJobDefinition Definition(string name, params string[] inputs) => HttpJobDefinition.Parse(JobFixture.Base
        .Replace("ORIGIN", "https://api.example.com")
        .Replace("\"name\": \"test\"", $"\"name\": \"{name}\"")
        .Replace("[\"month\"]", JsonSerializer.Serialize(inputs))
        .Replace("input.month", $"input.{inputs[0]}"));

    private static CspDirectory Directory(params (string Name, string Job, int Minutes)[] csps) => CspDirectory.Parse($"{{{string.Join(',', csps.Select(c => $$"""
        "{{c.Name}}": { "uri": "https://csp.example.com", "token": { "endpoint": "https://csp.example.com/t" }, "secret": "s", "costs": { "mode": "async", "job": "{{c.Job}}", "deadlineMinutes": {{c.Minutes}} } }
        """))}}}");
}
