using Hoth.Jobs;
using Hoth.Local.Tests.UseCases;
using Hoth.MockCsp.Behaviours;
using Hoth.Ports;

namespace Hoth.Local.Tests.Answers;

/// <summary>How a CSP answers, or what happens to the functions meanwhile, and what the client gets.</summary>
/// <param name="Name">For the test's name.</param>
/// <param name="Behaviour">What the CSP does.</param>
/// <param name="Once">What comes of a POST or PATCH to a CSP that does not recognise a repeated one.</param>
internal sealed record AnswerCase(string Name, CspBehaviour Behaviour, Expected Once)
{
    private const string Succeeded = "SUCCEEDED";
    private const string Failed = "FAILED";
    private const string Invoke = "InvokeCspApi";
    private const string Enqueue = "EnqueueResults";
    private const int Always = int.MaxValue;

    /// <summary>What comes of a GET, of a PUT, and of a POST that the CSP recognises when it is repeated; null: the same, and not tried.</summary>
    public Expected? Repeatable { get; init; }

    /// <summary>Tried with every method; otherwise with POST.</summary>
    public bool IsForEveryMethod { get; init; }

    /// <summary>How the CSP is asked, in turn.</summary>
    public IEnumerable<Asked> Ways => IsForEveryMethod ? Enum.GetValues<Asked>() : Repeatable is null ? [Asked.Post] : [Asked.Post, Asked.PostWithKey];

    /// <summary>What happens to a function; null: nothing.</summary>
    public Trouble? Trouble { get; init; }

    /// <summary>Which CSP is asked.</summary>
    public string Csp { get; init; } = Rig.Csp;

    public static IReadOnlyList<AnswerCase> All { get; } =
    [
        new("200", new(), Success(1)) { Repeatable = Success(1), IsForEveryMethod = true },
        new("202", new() { Async = new() { Polls = 1 } }, Success(1)),
        .. new[] { 400, 403, 404, 405, 409, 418, 422 }.Select(status => Answered(status, Failure(status, JobErrorCodes.CspRefused, calls: 1))),
        Answered(401, Failure(401, JobErrorCodes.CspRefused, calls: 2) with { Attempts = 1 }),
        .. new[] { 429, 503 }.Select(status => Answered(status, Failure(status, JobErrorCodes.CspUnavailable, calls: 3))),
        .. new[] { 408, 500, 502, 504 }.Select(status => Answered(status, Failure(status, JobErrorCodes.UnknownOutcome, calls: 1)) with
        {
            Repeatable = Failure(status, JobErrorCodes.CspUnavailable, calls: 3), IsForEveryMethod = status == 500,
        }),
        new("503 twice", Faulty(Fault.Answer(503, times: 2)), Success(3)),
        new("connection refused", new(), Failure(502, JobErrorCodes.CspUnavailable, calls: 0) with { Attempts = 3 }) { Csp = Rig.Nowhere },
        new("reset", Faulty(FaultKind.Reset), Failure(504, JobErrorCodes.UnknownOutcome, 1))
        {
            Repeatable = Failure(504, JobErrorCodes.CspTimeout, 3), IsForEveryMethod = true,
        },
        new("answer lost", Faulty(new Fault { Kind = FaultKind.Reset, AfterProcessing = true, Times = 1 }), Failure(504, JobErrorCodes.UnknownOutcome, 1))
        {
            Repeatable = Success(2),
        },
        new("timeout", Faulty(FaultKind.Hang), Failure(504, JobErrorCodes.UnknownOutcome, 1))
        {
            Repeatable = Failure(504, JobErrorCodes.CspTimeout, 3), IsForEveryMethod = true,
        },
        Malformed("empty body", new() { Kind = FaultKind.EmptyBody }),
        Malformed("text body", new() { Kind = FaultKind.TextBody }),
        Malformed("array body", new() { Kind = FaultKind.ArrayBody }),
        Malformed("malformed JSON", new() { Kind = FaultKind.MalformedJson }),
        Malformed("redirect", Fault.RedirectTo(LocationTemplate.OtherHost)),
        Malformed("202 without Location", new() { Kind = FaultKind.Status, Status = 202, Body = "{}" }),
        Malformed("202 with a Location on another origin", new() { Kind = FaultKind.Status, Status = 202, Body = "{}", Location = LocationTemplate.OtherHost }),

        new("InvokeCspApi crashes before the call", new(), Failure(500, JobErrorCodes.Internal, calls: 0)) { Trouble = new(Invoke) { StopsAt = FaultPoint.JobStarted } },
        new("InvokeCspApi crashes at the call", new(), Failure(504, JobErrorCodes.UnknownOutcome, calls: 0)) { Trouble = new(Invoke) { StopsAt = FaultPoint.CallBegun } },
        new("InvokeCspApi crashes when the CSP has answered", new(), Failure(504, JobErrorCodes.UnknownOutcome, 1))
        {
            Repeatable = Failure(500, JobErrorCodes.Internal, 1), Trouble = new(Invoke) { StopsAt = FaultPoint.CspAnswered },
        },
        new("InvokeCspApi crashes when the answer is recorded", new(), Success(1)) { Repeatable = Success(1), Trouble = new(Invoke) { StopsAt = FaultPoint.AnswerRecorded } },
        new("InvokeCspApi is killed at the call", new(), Failure(504, JobErrorCodes.UnknownOutcome, calls: 0) with { Attempts = 2 })
        {
            Trouble = new(Invoke) { StopsAt = FaultPoint.CallBegun, Error = "Lambda.Unknown" },
        },
        new("InvokeCspApi is killed when the CSP has answered", new(), Failure(504, JobErrorCodes.UnknownOutcome, 1) with { Attempts = 2 })
        {
            Repeatable = Success(2), Trouble = new(Invoke) { StopsAt = FaultPoint.CspAnswered, Error = "Lambda.Unknown" },
        },
        new("InvokeCspApi is out of time when the CSP has answered", new(), Failure(504, JobErrorCodes.UnknownOutcome, 1) with { Attempts = 2 })
        {
            Repeatable = Success(2), Trouble = new(Invoke) { StopsAt = FaultPoint.CspAnswered, Error = "Sandbox.Timedout" },
        },
        new("InvokeCspApi is killed each time", new(), Failure(504, JobErrorCodes.UnknownOutcome, 1) with { Attempts = 2 })
        {
            Repeatable = Failure(500, JobErrorCodes.Internal, 3), Trouble = new(Invoke, Always) { StopsAt = FaultPoint.CspAnswered, Error = "Lambda.Unknown" },
        },
        new("InvokeCspApi cannot be called", new(), Failure(500, JobErrorCodes.Internal, calls: 0) with { Attempts = 0 })
        {
            Trouble = new(Invoke, Always) { IsCalled = false, Error = "Lambda.ServiceException" },
        },
        new("InvokeCspApi never answers", new(), Failure(500, JobErrorCodes.Internal, calls: 0) with { Attempts = 0 }) { Trouble = new(Invoke, Always) { IsCalled = false } },
        new("InvokeCspApi is done and does not answer", new(), Success(1) with { Attempts = 2 }) { Repeatable = Success(1) with { Attempts = 2 }, Trouble = new(Invoke) },
        new("InvokeCspApi answers without a code", new(), Success(1) with { Execution = Failed }) { Trouble = new(Invoke) { Answer = "{}" } },
        new("EnqueueResults crashes when the result is recorded", new(), Success(1)) { Trouble = new(Enqueue) { StopsAt = FaultPoint.ResultRecorded } },
        new("EnqueueResults crashes when the result is on its queue", new(), Success(1)) { Trouble = new(Enqueue) { StopsAt = FaultPoint.ResultEnqueued } },
        new("EnqueueResults is done and never answers", new(), Success(1) with { Execution = Failed }) { Trouble = new(Enqueue, Always) },
        new("EnqueueResults never answers", new(), Success(1) with { Execution = Failed }) { Trouble = new(Enqueue, Always) { IsCalled = false } },
        new("EnqueueResults cannot be called", new(), Success(1) with { Execution = Failed }) { Trouble = new(Enqueue, Always) { IsCalled = false, Error = "Lambda.ServiceException" } },
        new("EnqueueResults cannot be called for a 202", new() { Async = new() { Polls = 1 } }, Success(1) with { Execution = Failed })
        {
            Trouble = new(Enqueue, Always) { IsCalled = false, Error = "Lambda.ServiceException" },
        },
    ];

    private static AnswerCase Answered(int status, Expected once) => new($"{status}", Faulty(Fault.Answer(status)), once);

    private static AnswerCase Malformed(string name, Fault fault) => new(name, Faulty(fault), Failure(502, JobErrorCodes.CspMalformed, calls: 1));

    private static CspBehaviour Faulty(FaultKind kind) => Faulty(new Fault { Kind = kind });

    private static CspBehaviour Faulty(Fault fault) => new() { Faults = [fault] };

    private static Expected Success(int calls) => new(Succeeded, 200, null, calls);

    private static Expected Failure(int code, string error, int calls) => new(Failed, code, error, calls);
}

/// <summary>What comes of a job.</summary>
/// <param name="Outcome">Of its result.</param>
/// <param name="Code">Of its result.</param>
/// <param name="Error">The job's error code; null when it succeeded.</param>
/// <param name="Calls">How often the CSP got the call.</param>
internal sealed record Expected(string Outcome, int Code, string? Error, int Calls)
{
    /// <summary>How often InvokeCspApi took the job.</summary>
    public int Attempts { get; init; } = Math.Max(1, Calls);

    /// <summary>How the execution ends: one that failed has its result from the event of that.</summary>
    public string Execution { get; init; } = "SUCCEEDED";
}

/// <summary>How the CSP is asked.</summary>
public enum Asked
{
    /// <summary>POST, and the CSP does not recognise a repeated one.</summary>
    Post,

    /// <summary>PATCH, likewise.</summary>
    Patch,

    /// <summary>POST, and the CSP honours its idempotency key.</summary>
    PostWithKey,

    /// <summary>GET.</summary>
    Get,

    /// <summary>PUT.</summary>
    Put,
}
