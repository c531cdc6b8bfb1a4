namespace Hoth.Packaging;

/// <summary>Which package of the functions is wanted.</summary>
public sealed record PackageOptions
{
    /// <summary>Processor: <c>x64</c> or <c>arm64</c>.</summary>
    public string Architecture { get; init; } = "x64";

    /// <summary>Where Amazon's Lambda packages come from: <c>nuget</c> or <c>compat</c> (docs/adr/0002-compat.md).</summary>
    public string AwsPackages { get; init; } = "compat";

    /// <summary>The same for the SDK's packages; null: as <see cref="AwsPackages"/>.</summary>
    public string? AwsSdkPackages { get; init; }

    /// <summary>Native AOT instead of ReadyToRun; needs .NET's ILCompiler packages from the registry, and clang or gcc on Linux of the same architecture.</summary>
    public bool NativeAot { get; init; }

    /// <summary>Says them apart, in folder names.</summary>
    internal string Name => $"{AwsPackages}-{AwsSdkPackages ?? AwsPackages}-{Architecture}{(NativeAot ? "-aot" : "")}";

    /// <summary>The list of methods that starts run, which the project of the functions gives to the compiler if it is there (docs/adr/0025-startup-profile.md).</summary>
    /// <param name="root">The checkout.</param>
    public string StartupProfileIn(string root) => Path.Combine(root, "src", "Hoth.Functions", "startup", $"{AwsPackages}-{AwsSdkPackages ?? AwsPackages}.mibc");

    /// <summary>Reads <c>--architecture arm64 --aws-packages nuget --aws-sdk-packages nuget --native-aot</c>.</summary>
    /// <exception cref="PackageException">Names what is wrong.</exception>
    public static PackageOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new PackageOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--architecture" => options with { Architecture = Value("x64", "arm64") },
                "--aws-packages" => options with { AwsPackages = Value("nuget", "compat") },
                "--aws-sdk-packages" => options with { AwsSdkPackages = Value("nuget", "compat") },
                "--native-aot" => options with { NativeAot = true },
                var other => throw new PackageException($"{other} is none of --architecture x64|arm64, --aws-packages nuget|compat, --aws-sdk-packages nuget|compat, --native-aot."),
            };

            string Value(params string[] allowed) =>
                ++i < arguments.Count && allowed.Contains(arguments[i]) ? arguments[i] : throw new PackageException($"{arguments[i - 1]} must be followed by {string.Join(" or ", allowed)}.");
        }

        return options;
    }
}

/// <summary>There is no package; the message says why, and what to do.</summary>
public class PackageException(string message) : Exception(message);
