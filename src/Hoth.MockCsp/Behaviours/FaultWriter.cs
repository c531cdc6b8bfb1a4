using System.Text;
using Hoth.MockCsp.Hosting;

namespace Hoth.MockCsp.Behaviours;

/// <summary>Answers as a fault says.</summary>
internal static class FaultWriter
{
    private const int Drops = 20;
    private static readonly byte[] Padding = [.. Enumerable.Repeat((byte)'x', 64 << 10)];

    /// <param name="served">The real answer, where the fault has the request served.</param>
    /// <param name="gone">Cancelled when the client or the server goes away.</param>
    public static Task WriteAsync(Fault fault, CspRequest request, Answer? served, CancellationToken gone) => fault.Kind switch
    {
        FaultKind.Reset => ResetAsync(request.Http),
        FaultKind.Hang => Task.Delay(Timeout.InfiniteTimeSpan, request.Csp.Time, gone),
        FaultKind.SlowBody => DribbleAsync(fault, served!, request, gone),
        FaultKind.HugeBody => FloodAsync(Head(fault, request), fault.Bytes, request.Http, gone),
        _ => Head(fault, request).WriteAsync(request.Http),
    };

    private static Answer Head(Fault fault, CspRequest request)
    {
        var status = fault.StatusOrUsual;
        var answer = fault.Kind switch
        {
            FaultKind.MalformedJson => Text(status, """{"task_orders":[{"task_order_id":"to-""", Answer.JsonType),
            FaultKind.TextBody => Text(status, "All is well.", "text/plain"),
            FaultKind.ArrayBody => Text(status, "[]", Answer.JsonType),
            FaultKind.EmptyBody or FaultKind.Redirect => new Answer(status, default, null),
            FaultKind.HugeBody => new Answer(status, default, Answer.JsonType),
            _ => Answer.Problem(status, "As the script says."),
        };
        return answer with
        {
            Body = fault.Body is { } body ? Encoding.UTF8.GetBytes(body) : answer.Body,
            ContentType = fault.ContentType ?? answer.ContentType,
            RetryAfter = request.RetryAfterOf(fault.RetryAfter),
            Location = request.LocationFor(fault.Location ?? (fault.Kind == FaultKind.Redirect ? LocationTemplate.OtherHost : null), "none"),
            Challenge = status == StatusCodes.Status401Unauthorized ? "Bearer realm=\"mock-csp\"" : null,
        };
    }

    private static Answer Text(int status, string body, string type) => new(status, Encoding.UTF8.GetBytes(body), type);

    private static Task ResetAsync(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }

    // White space may stand before a JSON document: a patient client gets a good answer.
    private static async Task DribbleAsync(Fault fault, Answer served, CspRequest request, CancellationToken gone)
    {
        var response = request.Http.Response;
        served.WriteHead(response);
        response.ContentLength = null;
        for (var i = 0; i < Drops; i++)
        {
            await response.Body.WriteAsync(" "u8.ToArray(), gone);
            await response.Body.FlushAsync(gone);
            await Task.Delay(fault.Duration / Drops, request.Csp.Time, gone);
        }

        await response.Body.WriteAsync(served.Body, gone);
    }

    private static async Task FloodAsync(Answer head, long bytes, HttpContext http, CancellationToken gone)
    {
        const string opening = "{\"padding\":\"";
        const string closing = "\"}";
        head.WriteHead(http.Response);
        http.Response.ContentLength = null;
        await http.Response.WriteAsync(opening, gone);
        for (var left = bytes - opening.Length - closing.Length; left > 0; left -= Padding.Length)
        {
            await http.Response.Body.WriteAsync(Padding.AsMemory(0, (int)Math.Min(left, Padding.Length)), gone);
        }

        await http.Response.WriteAsync(closing, gone);
    }
}
