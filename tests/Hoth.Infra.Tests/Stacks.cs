using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Hoth.Functions.Catalog;
using Hoth.Infra.Configuration;
using Hoth.Packaging;

namespace Hoth.Infra.Tests;

/// <summary>The stack in the variants that differ most, each synthesized once, with a stub for a package.</summary>
public sealed class Stacks : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hoth-infra-");

    public Stacks()
    {
        Package = _folder.CreateSubdirectory("package").FullName;
        File.WriteAllText(Path.Combine(Package, Hoth.Packaging.FunctionPackage.Bootstrap), "stub");
        Default = Synthesize("default");
        GovCloud = Synthesize("gov", ("hoth:govCloud", true));
        Restricted = Synthesize(
            "restricted",
            ("hoth:stackName", "hoth-inner"), ("hoth:apiEndpointIds", "vpce-0a1b2c3d,vpce-0a1b2c3e"), ("hoth:vpcId", "vpc-0a1b2c3d"), ("hoth:subnetIds", "subnet-0a1b2c3d,subnet-0a1b2c3e"),
            ("hoth:permissionsBoundary", "Boundary"), ("hoth:createSecrets", "false"), ("hoth:secretsKeyArn", "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1"),
            ("hoth:publicUrl", "https://hoth.example.com/v1"), ("hoth:apiGatewayAccount", false),
            ("hoth:tokenIssuer", "https://issuer.example.com/tenant"), ("hoth:tokenAudience", "hoth"), ("hoth:tokenJwksUrl", "https://issuer.example.com/tenant/keys"));
        Sandbox = Synthesize("sandbox", ("hoth:sandbox", "true"), ("hoth:waf", "false"), ("hoth:architecture", "arm64"), ("hoth:stage", "dev"), ("hoth:logDays", 7), ("hoth:alarmEmail", "somebody@example.com"));
    }

    /// <summary>As cdk.json has it.</summary>
    public SynthesizedStack Default { get; }

    /// <summary>For AWS GovCloud.</summary>
    public SynthesizedStack GovCloud { get; }

    /// <summary>Private API, functions in a VPC, permissions boundary, secrets that are there already.</summary>
    public SynthesizedStack Restricted { get; }

    /// <summary>To throw away, on Graviton, without a web ACL.</summary>
    public SynthesizedStack Sandbox { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<SynthesizedStack> All => [Default, GovCloud, Restricted, Sandbox];

    /// <summary>The folder of the stub.</summary>
    public string Package { get; }

    /// <summary>One more, for a test of its own.</summary>
    public SynthesizedStack Synthesize(string name, params (string Key, object Value)[] context) => Synthesize(name, FunctionCatalog.Create(), context);

    /// <summary>One more, with other functions.</summary>
    public SynthesizedStack Synthesize(string name, FunctionCatalog catalog, params (string Key, object Value)[] context)
    {
        var all = CdkJson().ToDictionary();
        foreach (var (key, value) in context) all[key] = value;
        var output = Path.Combine(_folder.FullName, name);
        var app = new App(new AppProps { Context = all, Outdir = output, AnalyticsReporting = false });
        var options = DeploymentOptions.Read(key => app.Node.TryGetContext(key));
        _ = new HothStack(app, options, catalog, () => Package);
        app.Synth();
        return new SynthesizedStack(name, options, Path.Combine(output, $"{options.StackName}.template.json"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static IEnumerable<KeyValuePair<string, object>> CdkJson() =>
        JsonNode.Parse(File.ReadAllText(Checkout.PathOf("cdk.json")))!["context"]!.AsObject().Select(entry => KeyValuePair.Create(entry.Key, Value(entry.Value!)));

    private static object Value(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => node.AsArray().Select(item => item!.GetValue<string>()).ToArray(),
        _ => node.GetValue<string>(),
    };
}

/// <summary>Everything that looks at templates is one collection, with one fixture.</summary>
[CollectionDefinition(nameof(Stacks))]
public sealed class StacksCollection : ICollectionFixture<Stacks>;
