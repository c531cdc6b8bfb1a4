namespace Hoth.CloudProviders;

/// <summary>What every call of a CSP needs besides its question.</summary>
/// <param name="InstanceId">The job's generated instance id (never the client's id), sent as <c>Idempotency-Key</c>.</param>
/// <param name="Budget">How much time the caller has left for this call with all its retries. One try never takes longer than this; a retry is started only when its delay and a whole timeout fit.</param>
public readonly record struct CspCall(string InstanceId, TimeSpan Budget);
