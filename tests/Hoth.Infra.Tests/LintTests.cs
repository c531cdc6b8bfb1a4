using System.Text.Json.Nodes;
using Hoth.Aws.Tests.Emulators;
using Hoth.Packaging;

namespace Hoth.Infra.Tests;

/// <summary>What cfn-lint and cdk-nag say about the templates.</summary>
[Collection(nameof(Stacks))]
public sealed class LintTests(Stacks stacks)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Rules of cfn-lint, part of their message, and why they are wrong here.</summary>
    private static readonly (string Rule, string Message, string Why)[] Explained =
    [
        ("W3005", "dependency already enforced", "CDK writes dependencies out that references imply; it does no harm"),
        ("E3601", "'arn:${Partition}:states:::lambda:invoke' does not match", "the placeholder is filled in by DefinitionSubstitutions, which the rule does not look at"),
    ];

    [SkippableFact]
    public async Task Cfn_lint_finds_nothing_that_is_not_explained()
    {
        var lint = Required(() => EmulatorTools.Program("cfn-lint", "pip install cfn-lint==1.51.0"));
        // All regions in one run: most of its time goes into its start. The regions decide which types there are.
        var output = await RunAsync(
            [lint, "--format", "json", "--regions", "us-east-1", "eu-central-1", "us-gov-west-1", "us-gov-east-1", "--", .. stacks.All.Select(stack => stack.File)],
            exitCodes: [0, 2, 4, 6, 8, 10, 12, 14]);
        var findings = JsonNode.Parse(output)!.AsArray().Select(finding => finding!).ToList();

        bool IsExplained(JsonNode finding, (string Rule, string Message, string Why) e) =>
            finding["Rule"]!["Id"]!.GetValue<string>() == e.Rule && finding["Message"]!.GetValue<string>().Contains(e.Message, StringComparison.Ordinal);

        findings.Where(f => !Explained.Any(e => IsExplained(f, e))).Select(f => $"{f["Filename"]}: {f["Rule"]!["Id"]} {f["Message"]}").ShouldBeEmpty();
        Explained.Where(e => !findings.Any(f => IsExplained(f, e))).ShouldBeEmpty("an explanation that explains nothing");
    }

    [SkippableFact]
    public async Task Cdk_nag_finds_nothing_that_has_no_reason_in_the_template()
    {
        // One with a mistake, so that silence means something.
        var mistake = Path.Combine(Path.GetDirectoryName(stacks.Default.File)!, "mistake.json");
        await File.WriteAllTextAsync(mistake, """{ "Resources": { "Open": { "Type": "AWS::SQS::Queue" } } }""");

        var all = await NagAsync([.. stacks.All.Select(stack => stack.File), mistake]);

        all.Where(f => TemplateOf(f) == mistake && f["kind"]!.GetValue<string>() == "finding").Select(f => f["id"]!.GetValue<string>()).ShouldContain("AwsSolutions-SQS3");
        var findings = all.Where(f => TemplateOf(f) != mistake).ToList();
        findings.Select(TemplateOf).Distinct().ShouldBe(stacks.All.Select(stack => stack.File), ignoreOrder: true);
        findings.Where(f => f["kind"]!.GetValue<string>() != "excepted").Select(f => $"{TemplateOf(f)}: {f["resource"]}: {f["rule"]} {f["finding"]} {f["reason"]}").ShouldBeEmpty();
        findings.Where(f => f["reason"]!.GetValue<string>().Length < 40).ShouldBeEmpty("a reason that no reviewer would accept");
        static string TemplateOf(JsonNode finding) => finding["template"]!.GetValue<string>();
    }

    [Fact]
    public void Every_exception_in_a_template_is_for_a_rule_of_the_two_packs()
    {
        var rules = stacks.All.SelectMany(stack => stack.Resources).SelectMany(r => r.Json["Metadata"]?["cdk_nag"]?["rules_to_suppress"]?.AsArray() ?? []).Select(rule => rule!["id"]!.GetValue<string>()).Distinct().ToList();

        rules.ShouldNotBeEmpty();
        rules.Where(id => !id.StartsWith("AwsSolutions-", StringComparison.Ordinal) && !id.StartsWith("NIST.800.53.R5-", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static async Task<List<JsonNode>> NagAsync(string[] files)
    {
        var script = Required(() =>
        {
            EmulatorTools.Package("cdk-nag/package.json");
            return Checkout.PathOf("tests", "emulators", "cdk-nag.mjs");
        });
        var node = Required(() => EmulatorTools.Program("node", "Node 20 or later"));
        return [.. JsonNode.Parse(await RunAsync([node, script, .. files], exitCodes: [0]))!.AsArray().Select(finding => finding!)];
    }

    private static async Task<string> RunAsync(string[] line, int[] exitCodes)
    {
        using var process = new GuardedProcess(line, Checkout.Root, new Dictionary<string, string>(), lines: int.MaxValue);
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        await process.WaitForExitAsync(limit.Token);
        exitCodes.ShouldContain(process.ExitCode, process.Output);
        return process.Output;
    }

    private static string Required(Func<string> find)
    {
        try
        {
            return find();
        }
        catch (EmulatorMissingException e)
        {
            Missing.SkipOrFail(e.Message);
            throw;
        }
    }
}
