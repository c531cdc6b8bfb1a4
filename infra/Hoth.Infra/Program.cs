using System.Text.Json;
using Amazon.CDK;
using Hoth.Functions.Catalog;
using Hoth.Infra;
using Hoth.Infra.Configuration;
using Hoth.Packaging;

// What `npx cdk` runs (cdk.json).
// Constructs' stack traces are JavaScript's: they cost time and say nothing about C#. Analytics would add a resource that the tests do not see.
var app = new App(new AppProps { StackTraces = false, AnalyticsReporting = false });
try
{
    var options = DeploymentOptions.Read(key => app.Node.TryGetContext(key));
    DeploymentOptions.RefuseUnknown(ContextKeys());
    var package = FunctionAsset.Prepare(options, Console.Error);
    _ = new HothStack(app, options, FunctionCatalog.Create(), package);
    app.Synth();
    return 0;
}
catch (Exception e) when (e is DeploymentOptionsException or PackageException or PackageMissingException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

// The CLI hands everything from cdk.json and -c over in this variable.
static IEnumerable<string> ContextKeys() =>
    System.Environment.GetEnvironmentVariable("CDK_CONTEXT_JSON") is { Length: > 0 } json
        ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!.Keys
        : [];
