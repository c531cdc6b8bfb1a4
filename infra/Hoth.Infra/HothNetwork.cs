using Amazon.CDK.AWS.EC2;
using Constructs;
using Hoth.Infra.Configuration;

namespace Hoth.Infra;

/// <summary>Puts the functions into subnets of a network that is there already, from which they open TLS connections and nothing else.</summary>
internal sealed class HothNetwork : Construct
{
    private readonly DeploymentOptions _options;
    private readonly CfnSecurityGroup _group;

    public HothNetwork(Construct scope, DeploymentOptions options)
        : base(scope, "Network")
    {
        _options = options;
        _group = new CfnSecurityGroup(this, "FunctionGroup", new CfnSecurityGroupProps
        {
            GroupDescription = $"Functions of {options.StackName}: HTTPS out, nothing in",
            VpcId = options.VpcId,
            SecurityGroupEgress = new[]
            {
                new CfnSecurityGroup.EgressProperty { IpProtocol = "tcp", FromPort = 443, ToPort = 443, CidrIp = "0.0.0.0/0", Description = "CSPs and AWS" },
            },
        });
    }

    /// <summary>For a function.</summary>
    public Amazon.CDK.AWS.Lambda.CfnFunction.VpcConfigProperty Configuration =>
        new() { SubnetIds = [.. _options.SubnetIds], SecurityGroupIds = [_group.AttrGroupId] };
}
