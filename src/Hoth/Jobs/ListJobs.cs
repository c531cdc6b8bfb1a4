using Hoth.Callers;
using Hoth.Ports;
using Hoth.Problems;

namespace Hoth.Jobs;

/// <summary>Lists the jobs of one owner, newest first. Reads records only, never what they brought forth.</summary>
public sealed class ListJobs(IJobStore jobs, TimeProvider time)
{
    /// <summary>A page has at most so many jobs.</summary>
    public const int PageSize = 50;

    /// <summary>So many pages of the store are looked through for one answer: a filter that finds nothing must not read a hundred thousand records.</summary>
    private const int MaxReads = 5;

    /// <summary>One page.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="filter">Which jobs.</param>
    /// <param name="pageToken">Of the page before; null for the first one.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="ProblemException">400 the token is not of this list; 403 somebody else's jobs without <see cref="Scopes.ReadAllJobs"/>.</exception>
    public async Task<JobPage> ExecuteAsync(Caller caller, JobFilter filter, string? pageToken, CancellationToken cancellationToken)
    {
        var owner = filter.Owner ?? caller.Subject;
        if (owner != caller.Subject) caller.Require(Scopes.ReadAllJobs);
        var query = filter with { Owner = owner };
        OwnedCursor? place = pageToken is null ? null : PageToken.Read(pageToken, query);

        var now = time.GetUtcNow();
        var found = new List<JobRecord>();
        for (var reads = 0; reads < MaxReads; reads++)
        {
            var page = await jobs.ListOwnedAsync(owner, filter.CreatedAfter, place, PageSize, cancellationToken);
            foreach (var job in page.Jobs.Where(job => now < job.ExpiresAt && filter.Matches(job)))
            {
                if (found.Count == PageSize) return new JobPage(found, PageToken.Write(PlaceOf(found[^1]), query));
                found.Add(job);
            }

            place = page.Next;
            if (place is null) return new JobPage(found, null);
            if (found.Count == PageSize) break;
        }

        return new JobPage(found, PageToken.Write(place!.Value, query));
    }

    private static OwnedCursor PlaceOf(JobRecord job) => new(job.CreatedAt, job.JobId);
}

/// <summary>Which jobs are listed.</summary>
/// <param name="Owner">Whose; null: the caller's own.</param>
/// <param name="Status">Only those with this status now.</param>
/// <param name="Kind">Only those of this kind.</param>
/// <param name="CreatedAfter">Only those created after this instant.</param>
public sealed record JobFilter(string? Owner, JobStatus? Status, JobKind? Kind, DateTimeOffset? CreatedAfter)
{
    internal bool Matches(JobRecord job) => (Status is null || job.Status == Status) && (Kind is null || job.Kind == Kind);
}

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">At most <see cref="ListJobs.PageSize"/>; fewer, even none, is not the end.</param>
/// <param name="NextPageToken">For the next page; null at the end.</param>
public sealed record JobPage(IReadOnlyList<JobRecord> Jobs, string? NextPageToken);
