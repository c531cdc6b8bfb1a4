using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;

namespace Hoth.Infra;

/// <summary>Roles with one managed policy of their own each, to which nothing else ever adds.</summary>
internal static class Identities
{
    /// <summary>A role for a service.</summary>
    /// <param name="scope">Where the role and its policy go.</param>
    /// <param name="service">Who assumes it: <c>lambda.amazonaws.com</c>.</param>
    /// <param name="document">All that it may do.</param>
    /// <param name="exceptions">What in it needs an explanation.</param>
    public static IRole RoleFor(Construct scope, string service, PolicyDocument document, params NagException[] exceptions)
    {
        var policy = new ManagedPolicy(scope, "Policy", new ManagedPolicyProps { Document = document });
        Nag.Except((CfnResource)policy.Node.DefaultChild!, exceptions);
        // Policies are made first, so that whatever has the role can use it.
        var role = new Role(scope, "Role", new RoleProps { AssumedBy = new ServicePrincipal(service), ManagedPolicies = [policy] });
        return role.WithoutPolicyUpdates();
    }

    /// <summary>Bounds every role and user of a stack.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="boundary">A policy's ARN or name.</param>
    public static void Bound(Stack stack, string boundary) => Amazon.CDK.AWS.IAM.PermissionsBoundary.Of(stack).Apply(
        boundary.StartsWith("arn:", StringComparison.Ordinal)
            ? ManagedPolicy.FromManagedPolicyArn(stack, "Boundary", boundary)
            : ManagedPolicy.FromManagedPolicyName(stack, "Boundary", boundary));
}
