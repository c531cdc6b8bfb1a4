namespace Hoth.Local.StateMachines;

/// <summary>The error names of ASL. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html</summary>
internal static class ErrorNames
{
    /// <summary>Stands for every error but <see cref="Runtime"/> and <see cref="DataLimitExceeded"/>.</summary>
    public const string All = "States.ALL";

    /// <summary>Stands for every error but <see cref="Timeout"/> and what <see cref="All"/> does not stand for.</summary>
    public const string TaskFailed = "States.TaskFailed";

    public const string Timeout = "States.Timeout";

    /// <summary>The machine and its data do not fit together (paths, intrinsics, no choice matched): cannot be retried or caught.</summary>
    public const string Runtime = "States.Runtime";

    /// <summary>A payload over 256 KiB: only caught or retried under its own name.</summary>
    public const string DataLimitExceeded = "States.DataLimitExceeded";

    public const string ResultPathMatchFailure = "States.ResultPathMatchFailure";

    /// <summary>Whether one of the names of a retrier or catcher stands for an error.</summary>
    public static bool Match(IReadOnlyList<string> names, string error) => error != Runtime && names.Any(name => name switch
    {
        All => error != DataLimitExceeded,
        TaskFailed => error is not Timeout and not DataLimitExceeded,
        _ => name == error,
    });
}
