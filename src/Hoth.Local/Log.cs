using Microsoft.Extensions.Logging;

namespace Hoth.Local;

/// <summary>Every log message of the single-machine host. None carries a body, a token, an e-mail address or a DoD id.</summary>
internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Error, "Queue {Queue} could not be read ({ErrorType}): next try in {PauseSeconds} s")]
    public static partial void ReceiveFailed(ILogger logger, string queue, string errorType, double pauseSeconds);

    [LoggerMessage(4002, LogLevel.Error, "Function {Function} failed on a batch of {Count} ({ErrorType}): it comes again")]
    public static partial void BatchFailed(ILogger logger, string function, int count, string errorType);

    [LoggerMessage(4003, LogLevel.Error, "Function {Function} was not done with a batch of {Count} within {TimeoutSeconds} s: it comes again")]
    public static partial void BatchTimedOut(ILogger logger, string function, int count, double timeoutSeconds);

    [LoggerMessage(4004, LogLevel.Error, "Function {Function} answered a batch of {Count} with ids that are not in it: the batch comes again")]
    public static partial void BatchAnswerWrong(ILogger logger, string function, int count);

    [LoggerMessage(4005, LogLevel.Warning, "{Count} messages could not be deleted from {Queue}: they come again")]
    public static partial void DeleteFailed(ILogger logger, string queue, int count);

    [LoggerMessage(4101, LogLevel.Error, "Scheduled function {Function} failed: {ErrorType}")]
    public static partial void ScheduledRunFailed(ILogger logger, string function, string errorType);

    [LoggerMessage(4102, LogLevel.Error, "The sweep at the start failed ({ErrorType}): the scheduled one will do its work")]
    public static partial void FirstSweepFailed(ILogger logger, string errorType);

    [LoggerMessage(4201, LogLevel.Error, "Function {Function} failed on a request: {ErrorType}")]
    public static partial void RequestFailed(ILogger logger, string function, string errorType);

    [LoggerMessage(4202, LogLevel.Error, "Function {Function} did not answer a request within {TimeoutSeconds} s")]
    public static partial void RequestTimedOut(ILogger logger, string function, double timeoutSeconds);

    [LoggerMessage(4301, LogLevel.Information, "{Message}")]
    public static partial void FunctionSays(ILogger logger, string message);

    [LoggerMessage(4401, LogLevel.Information, "Ready at {Url}, data in {DataDirectory}, CSPs {Csps}")]
    public static partial void Ready(ILogger logger, Uri url, string dataDirectory, string csps);

    [LoggerMessage(4402, LogLevel.Information, "Stopping: no new requests, finishing what was begun")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(4403, LogLevel.Warning, "Not finished within {Seconds} s: {What}; it goes on at the next start")]
    public static partial void NotDrained(ILogger logger, double seconds, string what);

    [LoggerMessage(4404, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(4406, LogLevel.Information, "Storage closed: {Operations} operations in {Commits} commits")]
    public static partial void StorageClosed(ILogger logger, long operations, long commits);

    [LoggerMessage(4405, LogLevel.Warning, "{Url} is reachable from other machines, and this host asks nobody who they are: in AWS, IAM does that")]
    public static partial void NoAuthentication(ILogger logger, Uri url);

    [LoggerMessage(4407, LogLevel.Warning, "Tokens are refused, all of them: no --issuer is named, and the development issuer is for loopback addresses only")]
    public static partial void NoTokens(ILogger logger);

    [LoggerMessage(4501, LogLevel.Warning, "Execution {Name} of {Workflow} ended as {Status}: {Error}")]
    public static partial void ExecutionEndedBadly(ILogger logger, string workflow, string name, StateMachines.Executions.ExecutionStatus status, string? error);

    [LoggerMessage(4502, LogLevel.Error, "Nobody took care of the end of execution {Name} of {Workflow} ({ErrorType}): next try in {PauseSeconds} s")]
    public static partial void EndNotTold(ILogger logger, string workflow, string name, string errorType, double pauseSeconds);

    [LoggerMessage(4503, LogLevel.Error, "Execution {Name} of {Workflow} waits {PauseSeconds} s for its storage: {Message}")]
    public static partial void ExecutionWaits(ILogger logger, string workflow, string name, string message, double pauseSeconds);

    [LoggerMessage(4504, LogLevel.Error, "Execution {Name} of {Workflow} cannot go on")]
    public static partial void ExecutionBroke(ILogger logger, Exception exception, string workflow, string name);
}
