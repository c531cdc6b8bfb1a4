using System.Text.Json;
using Hoth.Functions.Catalog;
using Hoth.Jobs;

namespace Hoth.Aws.Tests.Published;

/// <summary>Every file of events/ through the function that it is for; what must come of it is in the file next to it.</summary>
public abstract class SampleReplayTests(PublishedHoth hoth, FunctionsPackage package)
{
    private static readonly FunctionCatalog Catalog = FunctionCatalog.Create();

    [SkippableFact]
    public async Task Sample_events_answer_as_documented()
    {
        await using var stage = await hoth.NewStageAsync(package);
        var work = new SampleWork(stage, Catalog);
        var jobs = Sample.All.Select(sample => sample.Job).OfType<string>().ToList();

        foreach (var sample in Sample.All)
        {
            if (sample.IsDrain)
            {
                // The requests come first by name; results are there to be drained once the jobs were worked on.
                await work.DoAsync(jobs);
            }

            if (sample.Given(TimeProvider.System.GetUtcNow()) is { } given)
            {
                (await stage.Jobs.TryCreateAsync(given, default)).ShouldBeNull();
            }

            var (answer, error) = await stage.TryInvokeAsync(sample.FunctionIn(Catalog), sample.EventFor(stage.Issuer));

            (error?.ErrorMessage).ShouldBe(sample.Error, sample.File);
            if (error is null)
            {
                Check(sample, answer);
            }
        }

        foreach (var sample in Sample.All.Where(sample => sample.Job is not null))
        {
            await CheckResultAsync(stage, sample.Job!, sample.Expected);
        }
    }

    private static void Check(Sample sample, JsonElement answer)
    {
        var (expected, because) = (sample.Expected, $"{sample.File}: {answer}");
        if (!sample.IsHttp)
        {
            foreach (var member in expected.TryGetProperty("answer", out var wanted) ? [.. wanted.EnumerateObject()] : Array.Empty<JsonProperty>())
            {
                JsonElement.DeepEquals(answer.GetProperty(member.Name), member.Value).ShouldBeTrue(because);
            }

            return;
        }

        answer.GetProperty("statusCode").GetInt32().ShouldBe(expected.GetProperty("status").GetInt32(), because);
        if (expected.TryGetProperty("headers", out var headers))
        {
            foreach (var header in headers.EnumerateObject())
            {
                answer.GetProperty("headers").GetProperty(header.Name).GetString().ShouldBe(header.Value.GetString(), because);
            }
        }

        if (expected.TryGetProperty("problem", out var problem))
        {
            var body = JsonSerializer.Deserialize<JsonElement>(answer.GetProperty("body").GetString()!);
            body.GetProperty("code").GetString().ShouldBe(problem.GetString(), because);
            if (expected.TryGetProperty("violations", out var violations))
            {
                body.GetProperty("errorMap").EnumerateObject().Select(violation => violation.Name).ShouldBe(violations.EnumerateArray().Select(v => v.GetString()!), ignoreOrder: true);
            }
        }
    }

    private static async Task CheckResultAsync(Stage stage, string id, JsonElement expected)
    {
        var result = expected.GetProperty("result");
        var job = (await stage.Jobs.FindAsync(id, default)).ShouldNotBeNull(id);
        job.Status.ShouldBe(result.GetProperty("outcome").GetString() == "SUCCEEDED" ? JobStatus.Succeeded : JobStatus.Failed, $"{id}: {job.Error}");
        job.Code.ShouldBe(result.GetProperty("code").GetInt32(), id);
        if (expected.TryGetProperty("response", out var members))
        {
            var response = JsonSerializer.Deserialize<JsonElement>(job.Result!.Json!).GetProperty("content").GetProperty("response");
            members.EnumerateArray().Select(member => member.GetString()!).Except(response.EnumerateObject().Select(member => member.Name)).ShouldBeEmpty(id);
        }
    }
}

/// <inheritdoc />
[Collection(nameof(PublishedHoth))]
public sealed class ReadyToRunSampleReplayTests(PublishedHoth hoth) : SampleReplayTests(hoth, FunctionsPackage.ReadyToRun);

/// <inheritdoc />
[Collection(nameof(PublishedHoth))]
public sealed class NativeAotSampleReplayTests(PublishedHoth hoth) : SampleReplayTests(hoth, FunctionsPackage.NativeAot);
