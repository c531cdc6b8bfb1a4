using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Hoth.Local.Tests.Answers;

/// <summary>Where this process sends HTTP requests while this is there, also where nobody listens who could tell.</summary>
internal sealed class HttpRequests : EventListener
{
    private readonly ConcurrentQueue<string> _authorities = new();

    /// <summary>Host and port of each request.</summary>
    public IReadOnlyCollection<string> Authorities => _authorities;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Net.Http") EnableEvents(eventSource, EventLevel.Informational);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // scheme, host, port, path and query, … May come before the constructor is through.
        if (eventData.EventName == "RequestStart") _authorities?.Enqueue($"{eventData.Payload![1]}:{eventData.Payload[2]}");
    }
}
