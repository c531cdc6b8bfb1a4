using Hoth.CloudProviders;
using Hoth.HttpJobs;
using Hoth.Jobs;
using Microsoft.Extensions.Logging;

namespace Hoth;

/// <summary>Every log message of the application. None carries a body, a token, an e-mail address or a DoD id.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Job {JobId} accepted: {Kind} for {Csp}, correlation {CorrelationId}")]
    public static partial void JobAccepted(ILogger logger, string jobId, JobKind kind, string? csp, string correlationId);

    [LoggerMessage(1002, LogLevel.Information, "Job {JobId} asked for again: {Kind}, one job")]
    public static partial void JobReplayed(ILogger logger, string jobId, JobKind kind);

    [LoggerMessage(1003, LogLevel.Information, "Job {JobId} started: {Kind} for {Csp}, attempt {Attempt}")]
    public static partial void JobStarted(ILogger logger, string jobId, JobKind kind, string? csp, int attempt);

    [LoggerMessage(1004, LogLevel.Information, "Job {JobId} finished: {Kind} for {Csp}, {Status} with code {Code} at attempt {Attempt}, {ElapsedMs:0} ms after it was accepted")]
    public static partial void JobFinished(ILogger logger, string jobId, JobKind kind, string? csp, JobStatus status, int code, int attempt, double elapsedMs);

    [LoggerMessage(1011, LogLevel.Information, "Job {JobId} is to be cancelled: {Kind}, {Status} now")]
    public static partial void JobCancelRequested(ILogger logger, string jobId, JobKind kind, JobStatus status);

    [LoggerMessage(1005, LogLevel.Warning, "Job {JobId} will be tried again in {DelaySeconds:0.0} s: {Kind} for {Csp}, attempt {Attempt}, {Reason}")]
    public static partial void JobRetried(ILogger logger, string jobId, JobKind kind, string? csp, int attempt, double delaySeconds, string reason);

    [LoggerMessage(1006, LogLevel.Information, "Job {JobId} had ended already: its message is dropped")]
    public static partial void JobHadEnded(ILogger logger, string jobId);

    [LoggerMessage(1007, LogLevel.Error, "Job {JobId} left on its queue: {ErrorType}")]
    public static partial void JobLeftOnQueue(ILogger logger, string jobId, string errorType);

    [LoggerMessage(1008, LogLevel.Information, "Job {JobId} was taken by another message: this one is dropped")]
    public static partial void JobIsTaken(ILogger logger, string jobId);

    [LoggerMessage(1009, LogLevel.Information, "Job {JobId} polled: {Kind} at {Csp} is {Status}, poll {Poll}, next in {DelaySeconds:0} s")]
    public static partial void JobPolled(ILogger logger, string jobId, JobKind kind, string? csp, string status, int poll, double delaySeconds);

    [LoggerMessage(1010, LogLevel.Warning, "Job {JobId}: {Csp} reports the status {Status}, which its API does not have; taken for in progress")]
    public static partial void UnknownCspStatus(ILogger logger, string jobId, string? csp, string status);

    [LoggerMessage(1101, LogLevel.Information, "Job {JobId} delivered, delivery {ReceiveCount}")]
    public static partial void ResultDelivered(ILogger logger, string jobId, int receiveCount);

    [LoggerMessage(1102, LogLevel.Information, "Job {JobId} was delivered before: a second message is dropped")]
    public static partial void DuplicateDropped(ILogger logger, string jobId);

    [LoggerMessage(1103, LogLevel.Warning, "{Count} messages could not be deleted from {Queue}: they come again")]
    public static partial void DeleteFailed(ILogger logger, string queue, int count);

    [LoggerMessage(1104, LogLevel.Error, "Message {MessageId} of {Queue} is poison ({Reason}): moved to the dead-letter queue")]
    public static partial void PoisonMessage(ILogger logger, string queue, string messageId, string reason);

    [LoggerMessage(1107, LogLevel.Information, "Job {JobId} leased, delivery {ReceiveCount}")]
    public static partial void ResultLeased(ILogger logger, string jobId, int receiveCount);

    [LoggerMessage(1108, LogLevel.Information, "Job {JobId} acknowledged")]
    public static partial void ResultAcknowledged(ILogger logger, string jobId);

    [LoggerMessage(1105, LogLevel.Information, "Lease {LeaseId} of {Count} results until {ExpiresAt:O}")]
    public static partial void ResultsLeased(ILogger logger, string leaseId, int count, DateTimeOffset expiresAt);

    [LoggerMessage(1106, LogLevel.Information, "Lease {LeaseId}: {Acknowledged} acknowledged, {Released} released")]
    public static partial void ResultsAcknowledged(ILogger logger, string leaseId, int acknowledged, int released);

    [LoggerMessage(1201, LogLevel.Warning, "Swept: {HandedOver} handed over, {DeadlineExceeded} past their deadline, {ResultsEnqueued} results enqueued, {ResultsRefreshed} refreshed, {Stripped} expired, {Failed} failed")]
    public static partial void Swept(ILogger logger, int handedOver, int deadlineExceeded, int resultsEnqueued, int resultsRefreshed, int stripped, int failed);

    [LoggerMessage(1202, LogLevel.Error, "Job {JobId} ({Kind}) could not be swept: {ErrorType}")]
    public static partial void SweepFailed(ILogger logger, string jobId, JobKind kind, string errorType);

    [LoggerMessage(1301, LogLevel.Warning, "Call of {Csp} failed: {Kind}. {Detail}")]
    public static partial void CspFailed(ILogger logger, string csp, CspFailureKind kind, string detail);

    [LoggerMessage(1302, LogLevel.Information, "Call of {Csp} ended with {Code} at try {Attempt}: tried again in {Delay}")]
    public static partial void CspRetried(ILogger logger, string csp, int code, int attempt, TimeSpan delay);

    [LoggerMessage(1304, LogLevel.Information, "{Csp} answered {Method} with {Code} in {ElapsedMs:0} ms")]
    public static partial void CspAnswered(ILogger logger, string csp, string method, int code, double elapsedMs);

    [LoggerMessage(1303, LogLevel.Warning, "{Csp} rejected its access token: a new one is asked for")]
    public static partial void CspTokenRejected(ILogger logger, string csp);

    [LoggerMessage(1401, LogLevel.Information, "HTTP job {Id} ({Definition}), try {Attempt}: {From} to {To}, remote status {Status}")]
    public static partial void HttpJobMoved(ILogger logger, string id, string definition, int attempt, HttpJobPhase from, HttpJobPhase to, string? status);

    [LoggerMessage(1402, LogLevel.Warning, "HTTP job {Id} ({Definition}), try {Attempt}: {Warning}")]
    public static partial void HttpJobWarned(ILogger logger, string id, string definition, int attempt, string warning);
}
