namespace Hoth.Aws.Tests.RuntimeApi;

/// <summary>What the runtime posted for an invocation: a response or an error, never both.</summary>
/// <param name="RequestId">Of the invocation.</param>
/// <param name="TakenAt">When the runtime asked for it, by <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</param>
/// <param name="Response">Its answer.</param>
/// <param name="Error">Its failure.</param>
public sealed record InvocationOutcome(string RequestId, long TakenAt, string? Response, RuntimeError? Error);
