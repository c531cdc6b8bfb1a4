namespace Hoth.Functions.Hosting;

internal static class LambdaHost
{
    public static Task<int> RunAsync() => throw new InvalidOperationException("The Lambda program is not composed yet.");
}
