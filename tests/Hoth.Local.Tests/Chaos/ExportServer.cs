using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Hoth.Local.Tests.Chaos;

/// <summary>A server of asynchronous exports that survives every kill: creates one per idempotency key, is done at the second poll, has two files.</summary>
internal sealed class ExportServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, string> _byKey = new();
    private readonly ConcurrentDictionary<string, int> _polls = new();
    private readonly ConcurrentDictionary<string, byte> _deleted = new();
    private int _created;

    private ExportServer(int port)
    {
        Origin = $"http://127.0.0.1:{port}";
        _listener.Prefixes.Add(Origin + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Origin { get; }

    /// <summary>How many exports were made.</summary>
    public int Created => _created;

    /// <summary>How many keys were seen.</summary>
    public int Keys => _byKey.Count;

    /// <summary>How many exports are still there.</summary>
    public int Left => _created - _deleted.Count;

    /// <summary>The definition of its jobs.</summary>
    public string Definition => """
        {
          "name": "exports", "inputs": ["what"],
          "creation_requester": { "url": "ORIGIN/exports", "headers": { "Idempotency-Key": "{{ job.key }}" }, "body": { "json": { "what": "{{ input.what }}" } }, "may_repeat": true },
          "polling_requester": { "url": "ORIGIN/exports/{{ creation_response.body.id }}" },
          "status_extractor": "{{ polling_response.body.status }}",
          "status_mapping": { "RUNNING": "running", "DONE": "completed" },
          "download_target_extractor": "$.files[*]",
          "download_retriever": { "requester": { "url": "ORIGIN/files/{{ download_target }}" }, "decoder": { "type": "jsonl" } },
          "delete_requester": { "url": "ORIGIN/exports/{{ creation_response.body.id }}" },
          "polling_interval_seconds": 1, "concurrency": 100
        }
        """.Replace("ORIGIN", Origin);

    public static ExportServer Start()
    {
        while (true)
        {
            try
            {
                return new ExportServer(new Random().Next(10_000, 30_000));
            }
            catch (HttpListenerException)
            {
                // In use: another port.
            }
        }
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var (status, body) = Answer(context.Request);
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The client was killed, or the server is closed.
            }
        }
    }

    private (int Status, string Body) Answer(HttpListenerRequest request)
    {
        var path = request.Url!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (request.HttpMethod, path)
        {
            case ("POST", ["exports"]):
                var id = _byKey.GetOrAdd(request.Headers["Idempotency-Key"]!, _ => $"export-{Interlocked.Increment(ref _created)}");
                return (201, JsonSerializer.Serialize(new { id }));
            case ("GET", ["exports", var polled]):
                var isDone = _polls.AddOrUpdate(polled, 1, (_, polls) => polls + 1) > 1;
                return (200, JsonSerializer.Serialize(new { status = isDone ? "DONE" : "RUNNING", files = isDone ? new[] { $"{polled}-a", $"{polled}-b" } : null }));
            case ("GET", ["files", var file]):
                return (200, $$"""{"file":"{{file}}"}""");
            case ("DELETE", ["exports", var deleted]):
                _deleted[deleted] = 0;
                return (204, "");
            default:
                return (404, "{}");
        }
    }
}
