using System.Text.Json.Nodes;

namespace Hoth.Local.StateMachines;

/// <summary>A function's failure as Lambda reports it: the name of an exception type and its message.</summary>
public sealed class TaskFailedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errorType">The exception type's name without namespace, or one of Lambda's own: <c>Lambda.ServiceException</c>, <c>Lambda.Unknown</c>, …</param>
    /// <param name="message">The exception's message.</param>
    public TaskFailedException(string errorType, string message) : base(message)
    {
        ErrorType = errorType;
    }

    /// <summary>What retriers and catchers compare.</summary>
    public string ErrorType { get; }

    /// <summary>What the execution records: Lambda's error object, without the stack trace.</summary>
    internal StateError ToStateError() =>
        new(ErrorType, new JsonObject { ["errorType"] = ErrorType, ["errorMessage"] = Message }.ToJsonString(JsonValues.Options));
}
