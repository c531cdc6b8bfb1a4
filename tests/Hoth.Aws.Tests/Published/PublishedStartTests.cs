using Hoth.Functions.Catalog;
using Hoth.Ports;

namespace Hoth.Aws.Tests.Published;

/// <summary>What the published executable does when it cannot start: it says so to Lambda and on standard error, and ends.</summary>
[Collection(nameof(PublishedHoth))]
public sealed class PublishedStartTests(PublishedHoth hoth)
{
    [SkippableTheory]
    [InlineData("StartCostJobs")]
    [InlineData("startcostjob")]
    [InlineData("")]
    public async Task Unknown_function_posts_init_error_and_ends(string function)
    {
        hoth.RequirePackage();
        await using var process = await LambdaProcess.StartAsync(function, CompleteSettings.Variables());

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
        hoth.RequirePackage();
        await using var process = await LambdaProcess.StartAsync(null, CompleteSettings.Variables());

        var failed = await process.FailToStartAsync();

        failed.ExitCode.ShouldBe(1);
        failed.Error.ErrorMessage.ShouldBe("HOTH_FUNCTION is not set.");
    }

    [SkippableFact]
    public async Task Missing_settings_are_all_named_in_init_error()
    {
        hoth.RequirePackage();
        await using var process = await LambdaProcess.StartAsync("StartCostJob", new Dictionary<string, string>());

        var failed = await process.FailToStartAsync();

        failed.ExitCode.ShouldBe(1);
        failed.Error.ErrorType.ShouldBe(nameof(AwsSettingsException));
        CompleteSettings.Variables().Keys.ShouldAllBe(name => failed.Error.ErrorMessage!.Contains($"{name} is not set"));
    }

    [SkippableFact]
    public async Task Half_of_an_issuer_posts_init_error_and_ends()
    {
        hoth.RequirePackage();
        var variables = CompleteSettings.Variables();
        variables["HOTH_TOKEN_ISSUER"] = "https://issuer.example";
        await using var process = await LambdaProcess.StartAsync("AuthorizeBearer", variables);

        var failed = await process.FailToStartAsync();

        failed.ExitCode.ShouldBe(1);
        failed.Error.ErrorMessage!.ShouldContain("HOTH_TOKEN_AUDIENCE is not set; HOTH_TOKEN_JWKS_URL is not");
    }

    [SkippableFact]
    public async Task Missing_CSP_directory_is_named_in_init_error()
    {
        hoth.RequirePackage();
        var variables = CompleteSettings.Variables();
        variables["HOTH_CSPS"] = "/nowhere/csps.json";
        await using var process = await LambdaProcess.StartAsync("StartCostJob", variables);

        var failed = await process.FailToStartAsync();

        failed.ExitCode.ShouldBe(1);
        failed.Error.ErrorMessage!.ShouldContain("/nowhere/csps.json");
    }

    [SkippableFact]
    public async Task Directory_beside_the_executable_is_used_when_no_other_is_named()
    {
        await using var stage = await hoth.NewStageAsync();
        stage.Variables.Remove("HOTH_CSPS");

        var packed = await stage.InvokeAsync("StartCostJob", Events.PostCostJob("packed", csp: "csp-a"));
        var mockOnly = await stage.InvokeAsync("StartCostJob", Events.PostCostJob("mock-only", csp: "csp-slow"));

        packed.GetProperty("statusCode").GetInt32().ShouldBe(202);
        mockOnly.GetProperty("statusCode").GetInt32().ShouldBe(400);
        (await stage.CountAsync(Queues.CostRequests)).ShouldBe(1);
    }

    [SkippableFact]
    public void Package_has_no_symbols()
    {
        hoth.RequirePackage();
        var files = Directory.EnumerateFiles(FunctionsPackage.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).ToList();

        files.ShouldContain("csps.json");
        File.Exists(Path.Combine(FunctionsPackage.Folder, "http-jobs", "csp-d-costs.json")).ShouldBeTrue();
        files.ShouldNotContain(file => file.EndsWith(".pdb") || file.EndsWith(".dbg"));
    }
}
