using Amazon.CDK;
using Constructs;
using Hoth.Functions.Catalog;
using Hoth.Infra.Configuration;

namespace Hoth.Infra;

/// <summary>The whole system. What there is comes from <see cref="FunctionCatalog"/>, <see cref="Ports.Queues"/> and <see cref="Ports.Workflows"/>; this only connects the parts.</summary>
public sealed class HothStack : Stack
{
    /// <summary>Defines it.</summary>
    /// <param name="scope">The app.</param>
    /// <param name="options">What this deployment chose.</param>
    /// <param name="catalog">Every function.</param>
    /// <param name="package">Folder or zip of the functions; asked for when all else is defined.</param>
    public HothStack(Construct scope, DeploymentOptions options, FunctionCatalog catalog, Func<string> package)
        : base(scope, options.StackName, new StackProps
        {
            Description = "Hoth: an asynchronous job gateway between ServiceNow and cloud service providers",
            TerminationProtection = !options.Sandbox,
        })
    {
        var storage = new HothStorage(this, options);
        var queues = new HothQueues(this, options, catalog, storage.Key);
        var network = options.VpcId is null ? null : new HothNetwork(this, options);
        var functions = new HothFunctions(this, options, catalog, storage, queues, network);
        var workflows = new HothWorkflows(this, options, catalog, storage, functions);
        var api = new HothApi(this, options, catalog, storage, functions);
        _ = new HothIdentity(this, options, catalog, api);
        _ = new HothMonitoring(this, options, catalog, storage, queues, functions, workflows, api);

        if (options.PermissionsBoundary is { } boundary) Identities.Bound(this, boundary);
        Tags.SetTag("application", "hoth");
        // Last: it is being made while the rest is defined.
        functions.Deploy(package());
    }
}
