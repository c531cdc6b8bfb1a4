using System.Collections.Frozen;
using Hoth.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Hoth.Functions.Tokens;

/// <summary>
/// The issuer's keys, fetched at the first token and again when they are old or a token names one that is not among them; never twice at the
/// same time, and at most once a minute, however many tokens name keys that nobody has. While the issuer cannot be reached the old keys go on.
/// </summary>
internal sealed class SigningKeys(JwksClient client, TimeProvider time, ILogger<SigningKeys> logger) : IDisposable
{
    /// <summary>How long a key that the issuer has taken back may still be used.</summary>
    public static readonly TimeSpan LongestAge = TimeSpan.FromMinutes(15);

    /// <summary>Between the beginnings of two fetches, at least.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>The same as long as there are no keys at all: until then nobody gets in.</summary>
    public static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private FrozenDictionary<(string Id, string Algorithm), SecurityKey>? _keys;
    private DateTimeOffset _fetchedAt;
    private DateTimeOffset _nextFetchAt;
    private Task? _fetch;

    /// <summary>The key of that name for that algorithm, or null when the issuer has none.</summary>
    /// <exception cref="PortUnavailableException">No keys could ever be fetched.</exception>
    public async ValueTask<SecurityKey?> FindAsync(string id, string algorithm, CancellationToken cancellationToken)
    {
        Task? fetch;
        lock (_gate)
        {
            var known = _keys?.GetValueOrDefault((id, algorithm));
            var now = time.GetUtcNow();
            if (known is not null && now < _fetchedAt + LongestAge) return known;
            var isMine = _fetch is null && now >= _nextFetchAt;
            if (isMine) StartFetch(now);
            // One caller sees to it that old keys are fetched afresh (Lambda stops whatever nobody waits for); the others need not wait.
            if (known is not null && !isMine) return known;
            fetch = _fetch;
        }

        if (fetch is not null) await fetch.WaitAsync(cancellationToken);
        lock (_gate)
        {
            if (_keys is null) throw new PortUnavailableException("token issuer's key set", new IOException("It could not be fetched yet."));
            return _keys.GetValueOrDefault((id, algorithm));
        }
    }

    public void Dispose() => client.Dispose();

    private void StartFetch(DateTimeOffset now)
    {
        _nextFetchAt = now + (_keys is null ? FirstInterval : Interval);
        // On a thread of its own, so that it neither runs under the lock nor ends with the caller.
        _fetch = Task.Run(FetchAsync);
    }

    private async Task FetchAsync()
    {
        FrozenDictionary<(string, string), SecurityKey>? keys = null;
        try
        {
            var (usable, all) = UsableKeys.In(await client.FetchAsync());
            if (usable.Count == 0) throw new InvalidDataException($"None of its {all} keys can be used.");
            keys = usable;
            Log.KeysFetched(logger, usable.Count, all);
        }
        catch (Exception e)
        {
            // The boundary of a fetch: whatever is wrong with the answer, the old keys are as good as before. Other exceptions may quote it.
            Log.KeysNotFetched(logger, e.GetType().Name, e is HttpRequestException or InvalidDataException ? e.Message : "", _keys is null ? "no token can be checked" : "the old keys go on");
        }

        lock (_gate)
        {
            _fetch = null;
            if (keys is null) return;
            (_keys, _fetchedAt) = (keys, time.GetUtcNow());
            // Those who fetched the first keys may have failed moments ago.
            _nextFetchAt = _fetchedAt + Interval;
        }
    }
}
