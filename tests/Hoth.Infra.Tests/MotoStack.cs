using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.S3.Model;
using Hoth.Aws.Tests.Emulators;

namespace Hoth.Infra.Tests;

/// <summary>The default stack, created by CloudFormation on moto, which leaves out the kinds of resource that it does not know.</summary>
public sealed class MotoStack : IAsyncLifetime
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly SemaphoreSlim _turn = new(1);
    private SynthesizedStack? _created;

    /// <summary>Where it is.</summary>
    public Moto Moto { get; } = new();

    public Task InitializeAsync() => Moto.InitializeAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        _turn.Dispose();
        await Moto.DisposeAsync();
    }

    /// <summary>Creates the stack, once. Skips the test, or fails it in CI, when moto is missing.</summary>
    public async Task CreateAsync(SynthesizedStack stack)
    {
        Moto.Require();
        await _turn.WaitAsync();
        try
        {
            if (_created is not null) return;
            await AddAssetsAsync(stack);
            await JsonAsync("ssm", "AmazonSSM.PutParameter", new JsonObject { ["Name"] = "/cdk-bootstrap/hnb659fds/version", ["Value"] = "21", ["Type"] = "String" });
            await QueryAsync("cloudformation", ("Action", "CreateStack"), ("StackName", stack.Options.StackName), ("TemplateBody", WithoutEventSources(stack)), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"));
            _created = stack;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Calls a service that speaks JSON.</summary>
    public async Task<JsonNode> JsonAsync(string service, string target, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString());
        content.Headers.ContentType = new MediaTypeHeaderValue(service == "ssm" ? "application/x-amz-json-1.1" : "application/x-amz-json-1.0");
        content.Headers.Add("X-Amz-Target", target);
        return JsonNode.Parse(await SendAsync(HttpMethod.Post, service, "", content))!;
    }

    /// <summary>Calls a service that takes forms and answers XML.</summary>
    public async Task<XDocument> QueryAsync(string service, params (string Name, string Value)[] parameters)
    {
        using var content = new FormUrlEncodedContent(parameters.Append(("Version", service == "iam" ? "2010-05-08" : "2010-05-15")).Select(p => KeyValuePair.Create(p.Item1, p.Item2)));
        return XDocument.Parse(await SendAsync(HttpMethod.Post, service, "", content));
    }

    /// <summary>The environment variables that CloudFormation gave a function.</summary>
    public async Task<Dictionary<string, string>> VariablesOfAsync(string function)
    {
        var answer = JsonNode.Parse(await SendAsync(HttpMethod.Get, "lambda", $"2015-03-31/functions/{function}", null))!;
        return answer["Configuration"]!["Environment"]!["Variables"]!.AsObject().ToDictionary(v => v.Key, v => v.Value!.GetValue<string>());
    }

    /// <summary>Moto would work on the queues itself, with functions that it cannot run, and delete the messages.</summary>
    private static string WithoutEventSources(SynthesizedStack stack)
    {
        var template = stack.Template.DeepClone();
        foreach (var source in stack.OfType("AWS::Lambda::EventSourceMapping").ToList()) template["Resources"]!.AsObject().Remove(source.Id);
        return template.ToJsonString();
    }

    private async Task AddAssetsAsync(SynthesizedStack stack)
    {
        using var s3 = TestClients.S3(Moto.Endpoint);
        var code = stack.Functions.Values.First()["Code"]!;
        var bucket = stack.Resolve(code["S3Bucket"]);
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = bucket, BucketRegionName = TestClients.Region });
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = code["S3Key"]!.GetValue<string>(), ContentBody = "a package" });
    }

    private async Task<string> SendAsync(HttpMethod method, string service, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(Moto.Endpoint, path)) { Content = content };
        // No emulator checks a signature, but the service and region are read from it.
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=test/20250301/{TestClients.Region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return text;
    }
}
