namespace Amazon.Lambda.RuntimeSupport.Bootstrap;

/// <summary>Modes of Lambda that the official package speaks and this one does not: refused, so that nothing goes wrong quietly.</summary>
internal static class UnsupportedModes
{
    /// <exception cref="NotSupportedException">The environment asks for SnapStart or for several invocations at a time.</exception>
    public static void ThrowIfAny()
    {
        if (Environment.GetEnvironmentVariable("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start")
        {
            throw new NotSupportedException("SnapStart needs the official package: build with AwsPackages=nuget.");
        }

        if (int.TryParse(Environment.GetEnvironmentVariable("AWS_LAMBDA_MAX_CONCURRENCY"), out var concurrency) && concurrency > 1)
        {
            throw new NotSupportedException("Several invocations at a time (AWS_LAMBDA_MAX_CONCURRENCY) need the official package: build with AwsPackages=nuget.");
        }
    }
}
