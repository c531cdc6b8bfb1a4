using System.Runtime.CompilerServices;
using System.Text;
using Hoth.CloudProviders;
using Hoth.HttpJobs;
using Hoth.HttpJobs.Definitions;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Costs;

/// <summary>Cost jobs of CSPs whose costs are asynchronous: which HTTP job asks for them, and what becomes of what it downloads (docs/http-jobs.md, For costs).</summary>
public sealed class CostJobPlans(CspDirectory directory, HttpJobDefinitions definitions, IArtifactStore artifacts) : IHttpJobPlans
{
    /// <summary>What is larger is copied from artifact to artifact, never held in memory.</summary>
    private const int LargestInMemory = 1024 * 1024;

    private static readonly ReadOnlyMemory<byte> Opening = Encoding.UTF8.GetBytes("""{"records":[""");
    private static readonly ReadOnlyMemory<byte> Closing = Encoding.UTF8.GetBytes("]}");
    private readonly ArtifactOutput _output = new(artifacts, WireCase.ToCamelUtf8);

    /// <inheritdoc />
    public Task<HttpJobPlan?> FindAsync(JobRecord job, CancellationToken cancellationToken)
    {
        var plan = job.Csp is not null && directory.Find(job.Csp)?.Costs.Job is { } name && definitions.Find(name) is { } definition
            ? new HttpJobPlan(definition, AsyncCosts.InputsOf(CostRequest.FromJson(job.Request!.Json!), definition), _output)
            : null;
        return Task.FromResult(plan);
    }

    /// <inheritdoc />
    public async Task<JobEnding> EndAsync(JobRecord job, HttpJobState state, CancellationToken cancellationToken)
    {
        if (HttpJobEnding.OfFailure(state) is { } failed) return failed;
        var isDocument = directory.Find(job.Csp!)?.Costs.Response == CspCostResponse.Document;
        var succeeded = new JobEnding(JobStatus.Succeeded, 200, isDocument ? "{}" : """{"records":[]}""", null) { Warnings = state.Warnings };
        if (state.Verdict == HttpJobVerdict.Skipped) return succeeded;
        if (isDocument && !await IsDocumentAsync(state, cancellationToken))
        {
            var error = new JobError(JobErrorCodes.CspMalformed, $"The CSP's costs must be one JSON object; it sent {state.Written.Records} records.");
            return new JobEnding(JobStatus.Failed, 502, null, error) { Warnings = state.Warnings };
        }

        var chunks = isDocument ? _output.ReadAsync(state, cancellationToken) : RecordsAsync(state, cancellationToken);
        return state.Written.Bytes > LargestInMemory
            ? succeeded with { ResponseJson = null, ResponseChunks = chunks }
            : succeeded with { ResponseJson = await ReadAsync(chunks) };
    }

    /// <inheritdoc />
    public Task ForgetAsync(HttpJobState state, CancellationToken cancellationToken) => _output.DeleteAsync(state, cancellationToken);

    private async Task<bool> IsDocumentAsync(HttpJobState state, CancellationToken cancellationToken)
    {
        if (state.Written.Records != 1) return false;
        await foreach (var chunk in _output.ReadAsync(state, cancellationToken)) return chunk.Span.StartsWith("{"u8);
        return false;
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> RecordsAsync(HttpJobState state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Opening;
        await foreach (var chunk in _output.ReadAsync(state, cancellationToken)) yield return chunk;
        yield return Closing;
    }

    private static async Task<string> ReadAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        using var whole = new MemoryStream();
        await foreach (var chunk in chunks) whole.Write(chunk.Span);
        return Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
    }
}
