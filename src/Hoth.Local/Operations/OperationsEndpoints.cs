using System.Text.Json;
using Hoth.Ports;

namespace Hoth.Local.Operations;

/// <summary>
/// What whoever operates the single-machine host asks it: <c>GET /health</c> (200 or 503, with what is wrong) and <c>GET /metrics</c>. Not part
/// of the API: AWS has CloudWatch for both.
/// </summary>
/// <param name="metrics">Shown by /metrics.</param>
/// <param name="askStorage">Asks the storage anything, to see whether it answers.</param>
/// <param name="stoppedWorkers">The functions whose queue or schedule nobody works on any more.</param>
internal sealed class OperationsEndpoints(PrometheusMetrics metrics, Func<CancellationToken, Task> askStorage, Func<IReadOnlyList<string>> stoppedWorkers)
{
    /// <summary>Answers when the request is for one of them.</summary>
    /// <returns>False: it is for somebody else, and untouched.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)) return false;
        switch (http.Request.Path.Value)
        {
            case "/health":
                await AnswerHealthAsync(http);
                return true;
            case "/metrics":
                await WriteAsync(http, StatusCodes.Status200OK, PrometheusMetrics.MediaType, metrics.Show());
                return true;
            default:
                return false;
        }
    }

    private async Task AnswerHealthAsync(HttpContext http)
    {
        var problems = stoppedWorkers().Select(name => $"the worker {name} has stopped").ToList();
        try
        {
            await askStorage(http.RequestAborted);
        }
        catch (PortUnavailableException)
        {
            problems.Add("the storage does not answer");
        }

        var (status, word) = problems.Count == 0 ? (StatusCodes.Status200OK, "ok") : (StatusCodes.Status503ServiceUnavailable, "failing");
        await WriteAsync(http, status, "application/json", JsonSerializer.Serialize(new { status = word, problems }));
    }

    private static Task WriteAsync(HttpContext http, int status, string mediaType, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = mediaType;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(body);
    }
}
