namespace Hoth.Aws.Tests.RuntimeApi;

/// <summary>What the runtime posted for an invocation: a response or an error, never both.</summary>
public sealed record InvocationOutcome(string RequestId, string? Response, RuntimeError? Error);
