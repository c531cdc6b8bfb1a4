namespace Hoth.Aws.Tests.Emulators;

/// <summary>What happens to a test that lacks something on this machine.</summary>
internal static class Missing
{
    /// <summary>Skips the test with the reason on a user's machine; fails it with CI=true.</summary>
    public static void SkipOrFail(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail($"With CI=true nothing may be skipped. {reason}");
        }

        Skip.If(true, reason);
    }
}
