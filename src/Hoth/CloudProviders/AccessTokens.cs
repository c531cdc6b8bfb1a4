using System.Collections.Concurrent;
using Hoth.Ports;

namespace Hoth.CloudProviders;

/// <summary>
/// Access tokens by OAuth 2 client credentials, cached per CSP until 60 s before they expire. However many callers need one at
/// the same time, the token endpoint is asked once.
/// </summary>
internal sealed class AccessTokens(ISecrets secrets, CspTransport transport, TimeProvider time)
{
    private readonly TokenEndpoint _endpoint = new(secrets, transport, time);
    private readonly ConcurrentDictionary<string, Slot> _slots = new(StringComparer.Ordinal);

    /// <summary>The cached token, or a new one.</summary>
    /// <param name="csp">For whom.</param>
    /// <param name="rejected">A token that the CSP answered with 401: it and the credentials behind it are not used again. Null: none.</param>
    /// <param name="cancellationToken">Stops this caller's waiting; others still get the token.</param>
    public ValueTask<TokenOutcome> GetAsync(CspSettings csp, AccessToken? rejected, CancellationToken cancellationToken)
    {
        var slot = _slots.GetOrAdd(csp.Name, static _ => new Slot());
        lock (slot)
        {
            // Of many callers whose token was rejected the first drops it; the others find its successor.
            if (rejected is not null && slot.Current == rejected)
            {
                slot.Current = null;
                slot.DistrustSecret = true;
            }

            if (slot.Current is { } current && time.GetUtcNow() < current.UsableUntil) return new(new TokenOutcome(current, null));
            slot.Refresh ??= StartRefresh(csp, slot);
            return new(slot.Refresh.WaitAsync(cancellationToken));
        }
    }

    /// <summary>On a thread of its own, so that it neither runs under the caller's lock nor ends with the caller.</summary>
    private Task<TokenOutcome> StartRefresh(CspSettings csp, Slot slot)
    {
        var distrustSecret = slot.DistrustSecret;
        slot.DistrustSecret = false;
        return Task.Run(() => RefreshAsync(csp, slot, distrustSecret));
    }

    private async Task<TokenOutcome> RefreshAsync(CspSettings csp, Slot slot, bool distrustSecret)
    {
        var outcome = default(TokenOutcome);
        try
        {
            outcome = await _endpoint.RequestAsync(csp, distrustSecret);
            return outcome;
        }
        finally
        {
            lock (slot)
            {
                if (outcome.Token is not null) slot.Current = outcome.Token;
                slot.Refresh = null;
            }
        }
    }

    /// <summary>What is known for one CSP; locked while read or written.</summary>
    private sealed class Slot
    {
        public AccessToken? Current { get; set; }

        public Task<TokenOutcome>? Refresh { get; set; }

        public bool DistrustSecret { get; set; }
    }
}
