using System.Text.Json;
using Amazon.CDK;
using Hoth.Functions.Catalog;
using Hoth.Infra;
using Hoth.Infra.Configuration;
using Hoth.Packaging;

// What `npx cdk` runs by way of app.mjs, with --build and the folder that it was compiled in.
try
{
    var context = Context();
    var options = DeploymentOptions.Read(key => context.GetValueOrDefault(key));
    DeploymentOptions.RefuseUnknown(context.Keys);
    // Beside the start of Node and of the constructs, which takes seconds.
    var package = Task.Run(() => FunctionAsset.Prepare(options, Console.Error, args is ["--build", var folder] ? new CompiledTree(folder) : null));
    // Constructs' stack traces are JavaScript's: they cost time and say nothing about C#. Analytics would add a resource that the tests do not see.
    var app = new App(new AppProps { StackTraces = false, AnalyticsReporting = false });
    _ = new HothStack(app, options, FunctionCatalog.Create(), () => package.GetAwaiter().GetResult());
    app.Synth();
    return 0;
}
catch (Exception e) when (e is DeploymentOptionsException or PackageException or PackageMissingException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

// The CLI hands everything from cdk.json and -c over in this variable.
static Dictionary<string, object?> Context() =>
    System.Environment.GetEnvironmentVariable("CDK_CONTEXT_JSON") is { Length: > 0 } json
        ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!.ToDictionary(entry => entry.Key, entry => (object?)entry.Value.ToString())
        : [];
