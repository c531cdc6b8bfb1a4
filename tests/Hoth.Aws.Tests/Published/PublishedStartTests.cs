using Hoth.Functions.Catalog;
using Hoth.Ports;

namespace Hoth.Aws.Tests.Published;

/// <summary>What the published executable does when it cannot start: it says so to Lambda and on standard error, and ends.</summary>
public abstract class PublishedStartTests(PublishedHoth hoth, FunctionsPackage package)
{
    [SkippableTheory]
    [InlineData("StartCostJobs")]
    [InlineData("startcostjob")]
    [InlineData("")]
    public async Task Unknown_function_posts_init_error_and_ends(string function)
    {
        await using var process = await LambdaProcess.StartAsync((await package.RequireAsync()).Executable, function, CompleteSettings.Variables());

        var failed = await process.FailToStartAsync();

        failed.ExitCode.ShouldBe(1);
        failed.Polls.ShouldBe(0);
        failed.Error.ErrorMessage!.ShouldStartWith($"'{function}' names no function. Known are: ");
        FunctionCatalog.Create().All.ShouldAllBe(known => failed.Error.ErrorMessage!.Contains(known.Name));
        failed.Output.ShouldContain(failed.Error.ErrorMessage!);
    }

    [SkippableFact]
    public async Task Missing_function_name_posts_init_error_and_ends()
    {
        await using var process = await LambdaProcess.StartAsync((await package.RequireAsync()).Executable, null, CompleteSettings.Variables());

        var failed = await process.FailToStartAsync();

        failed.ExitCode.ShouldBe(1);
        failed.Error.ErrorMessage.ShouldBe("HOTH_FUNCTION is not set.");
    }

    [SkippableFact]
    public async Task Missing_settings_are_all_named_in_init_error()
    {
        await using var process = await LambdaProcess.StartAsync((await package.RequireAsync()).Executable, "StartCostJob", new Dictionary<string, string>());

        var failed = await process.FailToStartAsync();

        failed.ExitCode.ShouldBe(1);
        failed.Error.ErrorType.ShouldBe(nameof(AwsSettingsException));
        CompleteSettings.Variables().Keys.ShouldAllBe(name => failed.Error.ErrorMessage!.Contains($"{name} is not set"));
    }

    [SkippableFact]
    public async Task Half_of_an_issuer_posts_init_error_and_ends()
    {
        var files = await package.RequireAsync();
        var variables = CompleteSettings.Variables();
        variables["HOTH_TOKEN_ISSUER"] = "https://issuer.example";
        await using var process = await LambdaProcess.StartAsync(files.Executable, "AuthorizeBearer", variables);

        var failed = await process.FailToStartAsync();

        failed.ExitCode.ShouldBe(1);
        failed.Error.ErrorMessage!.ShouldContain("HOTH_TOKEN_AUDIENCE is not set; HOTH_TOKEN_JWKS_URL is not");
    }

    [SkippableFact]
    public async Task Missing_CSP_directory_is_named_in_init_error()
    {
        var files = await package.RequireAsync();
        var variables = CompleteSettings.Variables();
        variables["HOTH_CSPS"] = "/nowhere/csps.json";
        await using var process = await LambdaProcess.StartAsync(files.Executable, "StartCostJob", variables);

        var failed = await process.FailToStartAsync();

        failed.ExitCode.ShouldBe(1);
        failed.Error.ErrorMessage!.ShouldContain("/nowhere/csps.json");
    }

    [SkippableFact]
    public async Task Directory_beside_the_executable_is_used_when_no_other_is_named()
    {
        await using var stage = await hoth.NewStageAsync(package);
        stage.Variables.Remove("HOTH_CSPS");

        var packed = await stage.InvokeAsync("StartCostJob", Events.PostCostJob("packed", csp: "csp-a"));
        var mockOnly = await stage.InvokeAsync("StartCostJob", Events.PostCostJob("mock-only", csp: "csp-slow"));

        packed.GetProperty("statusCode").GetInt32().ShouldBe(202);
        mockOnly.GetProperty("statusCode").GetInt32().ShouldBe(400);
        (await stage.CountAsync(Queues.CostRequests)).ShouldBe(1);
    }

    [SkippableFact]
    public async Task Package_has_no_symbols()
    {
        var folder = (await package.RequireAsync()).Folder;
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).ToList();

        files.ShouldContain("csps.json");
        File.Exists(Path.Combine(folder, "http-jobs", "csp-d-costs.json")).ShouldBeTrue();
        files.ShouldNotContain(file => file.EndsWith(".pdb") || file.EndsWith(".dbg"));
    }
}

/// <inheritdoc />
[Collection(nameof(PublishedHoth))]
public sealed class ReadyToRunPublishedStartTests(PublishedHoth hoth) : PublishedStartTests(hoth, FunctionsPackage.ReadyToRun);

/// <inheritdoc />
[Collection(nameof(PublishedHoth))]
public sealed class NativeAotPublishedStartTests(PublishedHoth hoth) : PublishedStartTests(hoth, FunctionsPackage.NativeAot);
