using System.Text.Json.Serialization.Metadata;
using Hoth.MockCsp.Behaviours;
using Hoth.MockCsp.State;
using Hoth.MockCsp.Validation;

namespace Hoth.MockCsp.Hosting;

/// <summary>A request to one CSP, with its body read.</summary>
internal sealed class CspRequest(CspInstance csp, Operation operation, CspBehaviour behaviour, HttpContext http, ReceivedBody body)
{
    private const int MaxIdLength = 128;

    public CspInstance Csp => csp;

    public HttpContext Http => http;

    public ReadOnlyMemory<byte> Body => body.Bytes;

    public Violations Violations { get; } = new();

    /// <summary>An id of the path: 1 to 128 printable characters.</summary>
    public string Id(string name)
    {
        var id = (string)http.Request.RouteValues[name]!;
        if (id.Length > MaxIdLength || id.Any(char.IsControl))
        {
            Violations.Add($"path.{name}", $"must be 1 to {MaxIdLength} printable characters");
        }

        return id;
    }

    /// <summary>The body as a JSON object, or null after noting why not.</summary>
    public JsonInput? Json()
    {
        if (body.TooLarge)
        {
            Violations.Add("$", $"must have at most {ReceivedBody.Limit} bytes");
            return null;
        }

        if (!http.Request.HasJsonContentType())
        {
            Violations.Add("header.Content-Type", "must be application/json");
            return null;
        }

        return JsonInput.Parse(Body, Violations);
    }

    /// <summary>Does a valid write now and answers 200, or accepts it with 202 where the script says so.</summary>
    public Answer Complete<T>(T made, JsonTypeInfo<T> type, ProvisioningJobs.Resources resources, Action commit)
    {
        if (behaviour.Async is not { } script || !script.Operations.Contains(operation.Id, StringComparer.Ordinal))
        {
            commit();
            return Answer.Json(200, made, type);
        }

        var jobId = $"job-{csp.Options.NewId()}";
        var status = csp.Jobs.Accept(jobId, script, resources, commit);
        return Answer.Json(202, status, WireJson.Default.ProvisioningStatus) with
        {
            Location = LocationFor(script.Location, jobId),
            RetryAfter = RetryAfterOf(script.RetryAfter),
        };
    }

    /// <summary>A Location header from its template, or null for none.</summary>
    public string? LocationFor(string? template, string jobId) => string.IsNullOrEmpty(template)
        ? null
        : LocationTemplate.Fill(template, csp.Name, jobId, http.Connection.LocalIpAddress!.ToString(), http.Connection.LocalPort);

    /// <summary>A Retry-After header from its script: <c>date+N</c> is N seconds from now, all else verbatim.</summary>
    public string? RetryAfterOf(string? script) =>
        script is not null && script.StartsWith("date+", StringComparison.Ordinal) && int.TryParse(script.AsSpan(5), out var seconds)
            ? csp.Time.GetUtcNow().AddSeconds(seconds).ToString("R")
            : script;
}
