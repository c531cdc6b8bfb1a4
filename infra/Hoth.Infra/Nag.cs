using Amazon.CDK;
using Constructs;

namespace Hoth.Infra;

/// <summary>Exceptions from the rules of cdk-nag, written into the template beside the resource that they are about. The reasons are for the reviewer of a deployment.</summary>
internal static class Nag
{
    private const string Key = "cdk_nag";

    /// <summary>Excepts every resource of a construct from rules.</summary>
    /// <param name="construct">A construct, after everything in it was made.</param>
    /// <param name="reason">Why this is right; for every rule named.</param>
    /// <param name="rules">Their ids.</param>
    public static void Except(Construct construct, string reason, params string[] rules)
    {
        foreach (var resource in construct.Node.FindAll(ConstructOrder.PREORDER).OfType<CfnResource>())
        {
            var before = resource.GetMetadata(Key) as Dictionary<string, object>;
            var list = (before?["rules_to_suppress"] as object[] ?? []).Concat(rules.Select(rule => new Dictionary<string, object> { ["id"] = rule, ["reason"] = reason }));
            resource.AddMetadata(Key, new Dictionary<string, object> { ["rules_to_suppress"] = list.ToArray() });
        }
    }
}
