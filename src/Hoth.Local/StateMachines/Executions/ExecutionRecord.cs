namespace Hoth.Local.StateMachines.Executions;

/// <summary>The row of an execution, without its frames and history.</summary>
/// <param name="Definition">The filled-in definition that it was started with.</param>
internal sealed record ExecutionRecord(
    string Name, string Workflow, string Definition, ExecutionStatus Status, string Input, string? Output, string? Error, string? Cause,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt);
