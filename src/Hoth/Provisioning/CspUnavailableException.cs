namespace Hoth.Provisioning;

/// <summary>The CSP could not take the call and it may be made again: the state machine's retrier names this type.</summary>
public sealed class CspUnavailableException(string reason) : Exception($"The CSP is unavailable: {reason}.");
