using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;

namespace Hoth.QaRuns.Execution;

/// <summary>Writes down what was sent and what came, without secrets.</summary>
internal static class ExchangeWriter
{
    public static Exchange Write(Uri address, CaseRequest request, Reply reply, Redaction redaction) => redaction.Apply(new Exchange
    {
        OperationId = request.Operation.Id,
        Method = request.Operation.Method,
        Url = address.AbsoluteUri,
        RequestHeaders = reply.Sent,
        RequestBody = request.Body,
        Status = reply.Answer?.Status,
        ResponseHeaders = reply.Answer?.Headers ?? new Dictionary<string, string>(),
        ResponseBody = reply.Answer is { Body.Length: > 0 } answer ? answer.Text : null,
        Trouble = reply.Trouble,
        Milliseconds = reply.Milliseconds,
    });
}
