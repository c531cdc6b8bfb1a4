using Microsoft.Extensions.Logging;

namespace Hoth.Functions;

/// <summary>Every log message of the front doors. None carries a body, a token, an e-mail address or a DoD id.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Information, "{Method} {Route} answered {Status} in {ElapsedMs:0.0} ms")]
    public static partial void RequestAnswered(ILogger logger, string method, string route, int status, double elapsedMs);

    [LoggerMessage(2002, LogLevel.Information, "Refused with {Status} {Code}")]
    public static partial void RequestRefused(ILogger logger, int status, string code);

    [LoggerMessage(2003, LogLevel.Error, "The {Port} is unavailable: {CauseType}")]
    public static partial void PortUnavailable(ILogger logger, string port, string causeType);

    [LoggerMessage(2004, LogLevel.Error, "Not done before the time of the invocation was up")]
    public static partial void RequestTimedOut(ILogger logger);

    [LoggerMessage(2005, LogLevel.Error, "Failed with {ErrorType}\n{Stack}")]
    public static partial void RequestFailed(ILogger logger, string errorType, string stack);

    [LoggerMessage(2011, LogLevel.Information, "Token refused: {Refusal}")]
    public static partial void TokenRefused(ILogger logger, Tokens.TokenRefusal refusal);

    [LoggerMessage(2012, LogLevel.Warning, "Token refused: no issuer is configured ({Variable}, or --issuer on one machine)")]
    public static partial void NoTokenIssuer(ILogger logger, string variable);

    [LoggerMessage(2013, LogLevel.Information, "The token issuer's keys were fetched; {Usable} of {All} can be used")]
    public static partial void KeysFetched(ILogger logger, int usable, int all);

    [LoggerMessage(2014, LogLevel.Error, "The token issuer's keys were not fetched, {Consequence}: {ErrorType}: {Detail}")]
    public static partial void KeysNotFetched(ILogger logger, string errorType, string detail, string consequence);

    [LoggerMessage(2101, LogLevel.Debug, "Function {Function} is ready")]
    public static partial void FunctionReady(ILogger logger, string function);
}
