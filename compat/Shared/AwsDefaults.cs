using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Hoth.Compat;

/// <summary>The SDK's defaults modes (https://docs.aws.amazon.com/sdkref/latest/guide/feature-smart-config-defaults.html).</summary>
internal static class AwsDefaults
{
    public static IDefaultConfigurationProvider Provider { get; } = new DefaultConfigurationProvider(
    [
        Mode(DefaultConfigurationMode.Standard, 3100),
        Mode(DefaultConfigurationMode.InRegion, 1100),
        Mode(DefaultConfigurationMode.CrossRegion, 3100),
        Mode(DefaultConfigurationMode.Mobile, 30_000),
    ]);

    private static DefaultConfiguration Mode(DefaultConfigurationMode name, int connectMilliseconds) => new()
    {
        Name = name,
        RetryMode = RequestRetryMode.Standard,
        ConnectTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
    };
}
