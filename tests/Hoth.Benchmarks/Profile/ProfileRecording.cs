using System.Text.Json;
using Hoth.Benchmarks.Cold;
using Hoth.Functions.Catalog;
using Hoth.Packaging;

namespace Hoth.Benchmarks.Profile;

/// <summary>
/// Records the methods that the functions run from their start on, for the compiler of the package (docs/adr/0025-startup-profile.md). No benchmark: it is run when the
/// functions have changed so much that <c>StartupProfileTests</c> says so, and what it writes is committed.
/// </summary>
internal static class ProfileRecording
{
    /// <summary>What <c>Program</c> knows it by.</summary>
    public const string Argument = "record-profile";

    private const string ExpectEnding = ".expect.json";

    /// <summary>Plays the events of the cold starts, and those of events/, to every function, and writes what was run, with all of Hoth's own methods.</summary>
    /// <param name="options">Of the package: there is one list for each source of Amazon's packages.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">A function did not start, or ended.</exception>
    /// <exception cref="PackageMissingException">The registry lacks what the package needs.</exception>
    public static async Task RunAsync(PackageOptions options, CancellationToken cancellationToken)
    {
        using var package = LambdaPackage.Prepare(options with { NativeAot = false });
        var assemblies = Directory.GetFiles(Path.GetDirectoryName(package.Executable)!, "*.dll").Where(file => !file.EndsWith(".r2r.dll", StringComparison.Ordinal))
            .Select(file => new PackagedAssembly(file)).ToDictionary(assembly => assembly.Name);
        try
        {
            // By their texts: lists of equal elements are not equal.
            var methods = assemblies.Values.Where(assembly => assembly.Name.StartsWith(nameof(Hoth), StringComparison.Ordinal)).SelectMany(assembly => assembly.Methods())
                .ToDictionary(method => method.ToString());
            await using var stage = await ColdStage.StartAsync(package, cancellationToken);
            foreach (var definition in stage.Catalog.All)
            {
                var run = await RecordAsync(stage, definition, cancellationToken);
                var known = methods.Count;
                foreach (var method in run) methods.TryAdd(method.ToString(), method);
                Console.WriteLine($"{definition.Name}: {run.Count} methods, {methods.Count - known} of them new");
            }

            var file = options.StartupProfileIn(Checkout.Root);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            ProfileWriter.Write(methods.Values, assemblies, file);
            Console.WriteLine($"{methods.Count} methods, {new FileInfo(file).Length / 1e3:0} kB: {file}");
        }
        finally
        {
            foreach (var assembly in assemblies.Values) assembly.Dispose();
        }
    }

    private static async Task<IReadOnlyList<RunMethod>> RecordAsync(ColdStage stage, FunctionDefinition definition, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("hoth-trace-");
        try
        {
            var (file, given) = (Path.Combine(folder.FullName, "trace.nettrace"), stage.GivenFor(definition));
            var own = FunctionEvents.Of(definition, given, ColdStage.Csp);
            // Twice: the second has connections to use again.
            await stage.Starts.PlayAsync(definition, given, [own, own, .. SamplesOf(definition)], StartupTrace.VariablesFor(file), cancellationToken);
            return StartupTrace.Read(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The events of events/ for a function. Nothing here has what they are about, so that most of them fail: that, too, is to be fast.</summary>
    private static IEnumerable<string> SamplesOf(FunctionDefinition definition)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Checkout.Root, "events"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (file.EndsWith(ExpectEnding, StringComparison.Ordinal)) continue;
            var content = File.ReadAllText(file);
            using var sample = JsonDocument.Parse(content);
            using var expected = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(file, null) + ExpectEnding));
            var isOfFunction = expected.RootElement.TryGetProperty("function", out var named)
                ? named.GetString() == definition.Name
                : definition.Route == new FunctionRoute(sample.RootElement.GetProperty("httpMethod").GetString()!, sample.RootElement.GetProperty("resource").GetString()!);
            if (isOfFunction) yield return content;
        }
    }
}
