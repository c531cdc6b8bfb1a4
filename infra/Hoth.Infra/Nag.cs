using Amazon.CDK;
using Constructs;

namespace Hoth.Infra;

/// <summary>Exceptions from the rules of cdk-nag, written into the template beside the resource that they are about. The reasons are for whoever reviews a deployment.</summary>
internal static class Nag
{
    /// <summary>Excepts every resource of a construct from rules. Once per construct, after everything in it was made.</summary>
    /// <param name="construct">A construct.</param>
    /// <param name="exceptions">Each with its reason.</param>
    public static void Except(Construct construct, params NagException[] exceptions)
    {
        foreach (var resource in construct.Node.FindAll(ConstructOrder.PREORDER).OfType<CfnResource>()) Except(resource, exceptions);
    }

    /// <summary>Excepts one resource.</summary>
    public static void Except(CfnResource resource, params NagException[] exceptions) =>
        resource.AddMetadata("cdk_nag", new Dictionary<string, object> { ["rules_to_suppress"] = exceptions.Select(exception => exception.ToMetadata()).ToArray() });
}

/// <summary>One exception.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Reason">Why this is right.</param>
/// <param name="Finding">For rules with several findings: a regular expression for those meant; null: all.</param>
internal sealed record NagException(string Rule, string Reason, string? Finding = null)
{
    public Dictionary<string, object> ToMetadata()
    {
        var metadata = new Dictionary<string, object> { ["id"] = Rule, ["reason"] = Reason };
        if (Finding is not null) metadata["applies_to"] = new[] { new Dictionary<string, object> { ["regex"] = $"/{Finding}/" } };
        return metadata;
    }
}
