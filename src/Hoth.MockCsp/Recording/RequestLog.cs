using System.Collections.Concurrent;

namespace Hoth.MockCsp.Recording;

/// <summary>The newest requests, at most <paramref name="capacity"/> of them.</summary>
internal sealed class RequestLog(int capacity)
{
    private readonly ConcurrentQueue<ReceivedRequest> requests = new();
    private int count;

    public void Add(ReceivedRequest request)
    {
        requests.Enqueue(request);
        if (Interlocked.Increment(ref count) > capacity && requests.TryDequeue(out _))
        {
            Interlocked.Decrement(ref count);
        }
    }

    public IReadOnlyList<ReceivedRequest> Snapshot() => [.. requests];

    public void Clear()
    {
        while (requests.TryDequeue(out _))
        {
            Interlocked.Decrement(ref count);
        }
    }
}
