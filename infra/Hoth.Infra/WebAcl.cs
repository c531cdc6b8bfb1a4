using Amazon.CDK;
using Amazon.CDK.AWS.APIGateway;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.WAFv2;
using Constructs;
using Hoth.Infra.Configuration;

namespace Hoth.Infra;

/// <summary>A web ACL: a rate for each address, no bodies of a megabyte and more, no input that is known to be bad.</summary>
internal sealed class WebAcl : Construct
{
    public WebAcl(Construct scope, DeploymentOptions options, IKey key, Amazon.CDK.AWS.APIGateway.Stage stage)
        : base(scope, "WebAcl")
    {
        var acl = new CfnWebACL(this, "Acl", new CfnWebACLProps
        {
            Name = options.StackName,
            Scope = "REGIONAL",
            DefaultAction = new CfnWebACL.DefaultActionProperty { Allow = new CfnWebACL.AllowActionProperty() },
            VisibilityConfig = Visible("all"),
            Rules = new[]
            {
                Block(0, "rate", new CfnWebACL.StatementProperty
                {
                    RateBasedStatement = new CfnWebACL.RateBasedStatementProperty { AggregateKeyType = "IP", Limit = options.WafRateLimit },
                }),
                // WAF sees no more than the first 64 KiB of a body, and 256 KiB are allowed: so it goes by what the request says.
                // Seven digits are a megabyte; what is between the two, the functions refuse.
                Block(1, "size", new CfnWebACL.StatementProperty
                {
                    RegexMatchStatement = new CfnWebACL.RegexMatchStatementProperty
                    {
                        FieldToMatch = new CfnWebACL.FieldToMatchProperty { SingleHeader = new Dictionary<string, string> { ["Name"] = "content-length" } },
                        RegexString = "^0*[1-9][0-9]{6,}$",
                        TextTransformations = new[] { new CfnWebACL.TextTransformationProperty { Priority = 0, Type = "NONE" } },
                    },
                }),
                new CfnWebACL.RuleProperty
                {
                    Name = "known-bad-inputs",
                    Priority = 2,
                    OverrideAction = new CfnWebACL.OverrideActionProperty { None = new Dictionary<string, object>() },
                    Statement = new CfnWebACL.StatementProperty
                    {
                        ManagedRuleGroupStatement = new CfnWebACL.ManagedRuleGroupStatementProperty { VendorName = "AWS", Name = "AWSManagedRulesKnownBadInputsRuleSet" },
                    },
                    VisibilityConfig = Visible("known-bad-inputs"),
                },
            },
        });
        _ = new CfnWebACLAssociation(this, "Association", new CfnWebACLAssociationProps
        {
            ResourceArn = Arns.OfApiGateway($"/restapis/{stage.RestApi.RestApiId}/stages/{stage.StageName}"),
            WebAclArn = acl.AttrArn,
        });
        // WAF prescribes how the name begins.
        var logs = Logs.Create(this, "Logs", $"aws-waf-logs-{options.StackName}", options, key);
        _ = new CfnLoggingConfiguration(this, "Logging", new CfnLoggingConfigurationProps
        {
            ResourceArn = acl.AttrArn,
            LogDestinationConfigs = [Arns.Of("logs", $"log-group:{logs.LogGroupName}")],
            RedactedFields = new[]
            {
                Redacted("authorization"), Redacted("x-amz-security-token"),
            },
        });
    }

    private static CfnLoggingConfiguration.FieldToMatchProperty Redacted(string header) =>
        new() { SingleHeader = new Dictionary<string, string> { ["Name"] = header } };

    private static CfnWebACL.RuleProperty Block(double priority, string name, CfnWebACL.StatementProperty statement) => new()
    {
        Name = name,
        Priority = priority,
        Action = new CfnWebACL.RuleActionProperty { Block = new CfnWebACL.BlockActionProperty() },
        Statement = statement,
        VisibilityConfig = Visible(name),
    };

    private static CfnWebACL.VisibilityConfigProperty Visible(string name) =>
        new() { MetricName = name, CloudWatchMetricsEnabled = true, SampledRequestsEnabled = false };
}
