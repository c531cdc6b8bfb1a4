using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Hoth.Functions.Catalog;
using Hoth.Infra.Configuration;

namespace Hoth.Infra;

/// <summary>
/// The two principals that ServiceNow signs with: one drains and reads, one starts jobs too. Each may call its routes and do nothing
/// else in AWS. They are users because ServiceNow keeps long-lived keys; an operator makes the keys, no template knows them.
/// </summary>
internal sealed class HothIdentity : Construct
{
    public HothIdentity(Construct scope, DeploymentOptions options, FunctionCatalog catalog, HothApi api)
        : base(scope, "Identity")
    {
        Create(options, "drainer", catalog.All.Where(f => f.IsDraining()), api);
        Create(options, "writer", catalog.All.Where(f => f.IsSigned()), api);
    }

    private void Create(DeploymentOptions options, string name, IEnumerable<FunctionDefinition> functions, HothApi api)
    {
        var scope = new Construct(this, name);
        var policy = new ManagedPolicy(scope, "Policy", new ManagedPolicyProps
        {
            Statements = [new PolicyStatement(new PolicyStatementProps { Actions = ["execute-api:Invoke"], Resources = [.. functions.Select(f => api.ArnOf(f.Route!))] })],
        });
        var group = new Group(scope, "Group", new GroupProps { GroupName = $"{options.StackName}-snow-{name}", ManagedPolicies = [policy] });
        var user = new User(scope, "User", new UserProps { UserName = $"{options.StackName}-snow-{name}", Groups = [group] });
        Nag.Except(scope, new NagException("AwsSolutions-IAM5", "What stands for a path parameter: API Gateway has nothing closer.", @"/\*$"));
        _ = new CfnOutput(scope, "Name", new CfnOutputProps { Value = user.UserName, Description = $"ServiceNow's {name}: make an access key for it" });
    }
}
