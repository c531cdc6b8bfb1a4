using System.Text.RegularExpressions;
using Hoth.Infra.Configuration;
using Hoth.Packaging;

namespace Hoth.Infra.Tests;

public sealed class DeploymentOptionsTests
{
    [Fact]
    public void Every_violation_is_named_at_once()
    {
        var context = new Dictionary<string, object>
        {
            ["hoth:stackName"] = "Hoth!", ["hoth:awsPackages"] = "mine", ["hoth:architecture"] = "mips", ["hoth:sandbox"] = "perhaps", ["hoth:logDays"] = 8, ["hoth:rateLimit"] = 0,
            ["hoth:publicUrl"] = "http://hoth.example.com", ["hoth:vpcId"] = "vpc-1", ["hoth:apiEndpointIds"] = "eni-1", ["hoth:secretsKeyArn"] = "arn:aws:kms:us-east-1:123456789012:key/1",
            ["hoth:tokenIssuer"] = "https://issuer.example.com", ["hoth:tokenJwksUrl"] = "http://issuer.example.com/keys", ["hoth:tokenType"] = "any",
        };

        var violations = Should.Throw<DeploymentOptionsException>(() => DeploymentOptions.Read(context.GetValueOrDefault)).Violations;

        foreach (var key in context.Keys) violations.ShouldContain(v => v.Contains(key, StringComparison.Ordinal), key);
    }

    [Fact]
    public void Values_are_read_as_the_command_line_and_as_files_write_them()
    {
        var text = new Dictionary<string, object> { ["hoth:sandbox"] = "true", ["hoth:logDays"] = "7", ["hoth:stage"] = "" };
        var typed = new Dictionary<string, object> { ["hoth:sandbox"] = true, ["hoth:logDays"] = 7.0 };

        DeploymentOptions.Read(text.GetValueOrDefault).ShouldBe(DeploymentOptions.Read(typed.GetValueOrDefault));
    }

    [Fact]
    public void Misspelt_keys_are_refused() =>
        Should.Throw<DeploymentOptionsException>(() => DeploymentOptions.RefuseUnknown(["@aws-cdk/core:target-partitions", "hoth:sandbox", "hoth:sandbx"])).Message
            .ShouldSatisfyAllConditions(m => m.ShouldContain("hoth:sandbx"), m => m.ShouldNotContain("target-partitions"), m => m.ShouldNotContain("hoth:sandbox "));

    [Fact]
    public void Every_key_is_explained_in_the_one_table_of_the_documents() =>
        Regex.Matches(File.ReadAllText(Checkout.PathOf("docs", "deployment.md")), @"^\| `(hoth:\w+)`", RegexOptions.Multiline).Select(m => m.Groups[1].Value)
            .ShouldBe(DeploymentOptions.Keys, ignoreOrder: true);
}
