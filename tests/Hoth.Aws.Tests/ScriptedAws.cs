using System.Net;
using System.Text;

namespace Hoth.Aws.Tests;

/// <summary>An HTTP server on loopback that gives every request the same answer, whatever service the client thinks it is.</summary>
public sealed class ScriptedAws : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<int, ScriptedAnswer> script;
    private int requests;

    public ScriptedAws(Func<int, ScriptedAnswer> script)
    {
        this.script = script;
        Endpoint = Listen();
        _ = ServeAsync();
    }

    public ScriptedAws(int status, string body)
        : this(_ => new ScriptedAnswer(status, body))
    {
    }

    public Uri Endpoint { get; }

    public int Requests => requests;

    public void Dispose() => listener.Close();

    private Uri Listen()
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
        free.Stop();
        listener.Prefixes.Add(endpoint.ToString());
        listener.Start();
        return endpoint;
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var answer = script(Interlocked.Increment(ref requests));
            await context.Request.InputStream.CopyToAsync(Stream.Null);
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = answer.Body.StartsWith('<') ? "application/xml" : "application/x-amz-json-1.0";
            context.Response.AddHeader("x-amzn-RequestId", "scripted");
            if (answer.Abort)
            {
                context.Response.Abort();
                continue;
            }

            var bytes = Encoding.UTF8.GetBytes(answer.Body);
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
    }
}

/// <summary>One answer; with <paramref name="Abort"/> the connection breaks instead.</summary>
public sealed record ScriptedAnswer(int Status, string Body, bool Abort = false);
