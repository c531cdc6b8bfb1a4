using Hoth.MockCsp.Behaviours;

namespace Hoth.MockCsp.Hosting;

/// <summary>The command line of the stand-alone server.</summary>
internal static class Arguments
{
    /// <exception cref="ArgumentException">An argument is unknown or lacks its value.</exception>
    public static MockCspOptions Parse(ReadOnlySpan<string> args)
    {
        MockCspOptions options = new() { Url = new("http://127.0.0.1:5080") };
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length)
            {
                throw new ArgumentException($"{args[i]} needs a value");
            }

            options = (args[i], args[i + 1]) switch
            {
                ("--urls", var url) => options with { Url = new(url) },
                ("--script", var path) => options with { Csps = CspScript.Read(path) },
                var (unknown, _) => throw new ArgumentException($"{unknown} is not an argument"),
            };
        }

        return options;
    }
}
