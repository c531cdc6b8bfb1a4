namespace Hoth.Jobs;

/// <summary>What a use case knows about the call it serves, besides its input.</summary>
/// <param name="CorrelationId">1 to 64 of <c>A-Z a-z 0-9 _ - .</c>; the client's or one made by Hoth.</param>
/// <param name="TraceParent">W3C trace context, or null.</param>
public sealed record RequestContext(string CorrelationId, string? TraceParent = null);
