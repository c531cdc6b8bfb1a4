using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Hoth.Infra.Configuration;

namespace Hoth.Infra;

/// <summary>Log groups: kept for a time, encrypted with the stack's key, never created by the service that writes.</summary>
internal static class Logs
{
    /// <summary>The retentions that CloudWatch Logs has, in days.</summary>
    public static IReadOnlyList<int> Retentions { get; } =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    /// <summary>A log group by its whole name, which the service that writes to it may prescribe.</summary>
    public static LogGroup Create(Construct scope, string id, string name, DeploymentOptions options, IKey key)
    {
        var group = new LogGroup(scope, id, new LogGroupProps { LogGroupName = name, EncryptionKey = key, RemovalPolicy = options.Removal() });
        // The construct takes names of retentions instead of days.
        ((CfnLogGroup)group.Node.DefaultChild!).RetentionInDays = options.LogDays;
        return group;
    }

    /// <summary>What happens to data when the stack goes: it stays, but for a sandbox and for a creation that failed.</summary>
    public static RemovalPolicy Removal(this DeploymentOptions options) =>
        options.Sandbox ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
}
