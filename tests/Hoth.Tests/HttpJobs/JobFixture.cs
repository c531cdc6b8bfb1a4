using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Hoth.HttpJobs;
using Hoth.HttpJobs.Definitions;
using Hoth.HttpJobs.Http;
using Hoth.PortContracts;
using Hoth.Ports;
using Hoth.Tests.CloudProviders;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hoth.Tests.HttpJobs;

/// <summary>An engine, a scripted server of jobs, and a clock that jumps to the next step.</summary>
internal sealed class JobFixture : IAsyncDisposable
{
    public const string Base = """
        {
          "name": "test", "inputs": ["month"],
          "creation_requester": { "url": "ORIGIN/jobs", "headers": { "Idempotency-Key": "{{ job.key }}" }, "body": { "json": { "month": "{{ input.month }}" } } },
          "polling_requester": { "url": "ORIGIN/jobs/{{ creation_response.body.id }}" },
          "status_extractor": "{{ polling_response.body.status }}",
          "status_mapping": { "RUNNING": "running", "DONE": "completed", "BROKEN": "failed", "LATE": "timeout", "EMPTY": "skipped" },
          "download_target_extractor": "$.files[*]",
          "download_retriever": { "requester": { "url": "{{ download_target }}", "allowed_origins": ["ORIGIN"] }, "decoder": { "type": "jsonl" } },
          "abort_requester": { "url": "ORIGIN/jobs/{{ creation_response.body.id }}/abort" },
          "delete_requester": { "url": "ORIGIN/jobs/{{ creation_response.body.id }}" },
          "polling_interval_seconds": 10, "failed_retry_wait_time_in_seconds": 60
        }
        """;

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Reply>> _script = new();

    private JobFixture(ScriptedCsp server)
    {
        Server = server;
        Server.Answer = AnswerAsync;
        var still = new StillTimers(Time);
        Client = new HttpJobClient(Secrets, still);
        Engine = new HttpJobEngine(Client, new FixedIds(), still, NullLogger<HttpJobEngine>.Instance);
    }

    public ScriptedCsp Server { get; }

    public ManualTimeProvider Time { get; } = new() { SkipsWaits = true };

    public NamedSecrets Secrets { get; } = new();

    public HttpJobClient Client { get; }

    public HttpJobEngine Engine { get; }

    public MemoryOutput Output { get; } = new();

    /// <summary>Every state that the job was in, the last one included.</summary>
    public List<HttpJobState> States { get; } = [];

    public string Origin => Server.Uri.GetLeftPart(UriPartial.Authority);

    /// <summary>"POST /jobs", in the order of coming.</summary>
    public IReadOnlyList<string> Calls => [.. Server.Requests.Select(r => $"{r.Method} {r.Target}")];

    public static async Task<JobFixture> StartAsync() => new(await ScriptedCsp.StartAsync());

    /// <summary>What a call is answered with: each reply once, the last one for ever.</summary>
    public JobFixture On(string call, params Reply[] replies)
    {
        _script[call] = new ConcurrentQueue<Reply>(replies);
        return this;
    }

    /// <summary>The usual server: job-1 is running, then done, and has the files that are given.</summary>
    public JobFixture Usual(params string[] files)
    {
        On("POST /jobs", Reply.Json(201, """{"id":"job-1"}"""));
        On("GET /jobs/job-1", Reply.Json(200, """{"status":"RUNNING"}"""), Reply.Json(200, Done(files)));
        foreach (var file in files) On($"GET {file}", Reply.Text(200, $$"""{"file":"{{file}}"}"""));
        On("DELETE /jobs/job-1", new Reply(204));
        On("POST /jobs/job-1/abort", new Reply(200));
        return this;
    }

    public string Done(params string[] files) => $$"""{"status":"DONE","files":[{{string.Join(',', files.Select(f => $"\"{Origin}{f}\""))}}]}""";

    public HttpJobDefinition Define(Action<JsonObject>? change = null, string json = Base)
    {
        var definition = JsonNode.Parse(json.Replace("ORIGIN", Origin))!.AsObject();
        change?.Invoke(definition);
        return HttpJobDefinition.Parse(definition.ToJsonString());
    }

    public Task<HttpJobState> RunAsync(Action<JsonObject>? change = null) => RunAsync(Define(change), new() { ["month"] = "2026-01" });

    /// <summary>Drives a job to its end, through JSON after each step, as a watcher in another process would.</summary>
    public async Task<HttpJobState> RunAsync(HttpJobDefinition definition, Dictionary<string, string> inputs)
    {
        var state = Engine.Start(definition, "inst", inputs, Time.GetUtcNow() + TimeSpan.FromHours(24));
        for (var steps = 0; !state.IsOver; steps++)
        {
            steps.ShouldBeLessThan(1000, "a job that never ends");
            if (state.NotBefore > Time.GetUtcNow()) Time.Advance(state.NotBefore - Time.GetUtcNow());
            state = HttpJobState.FromJson((await Engine.AdvanceAsync(definition, state, Output, default)).ToJson());
            States.Add(state);
        }

        return state;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path + context.Request.QueryString;
        if (!_script.TryGetValue($"{context.Request.Method} {path}", out var replies))
        {
            context.Response.StatusCode = 418;
            return;
        }

        if (!(replies.Count > 1 ? replies.TryDequeue(out var reply) : replies.TryPeek(out reply)) || reply.IsLost)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value.Replace("ORIGIN", Origin);
        if (reply.Body.Length > 0) await context.Response.Body.WriteAsync(reply.Body);
    }
}

/// <summary>What a scripted server answers.</summary>
internal sealed record Reply(int Status)
{
    public byte[] Body { get; init; } = [];

    public Dictionary<string, string> Headers { get; init; } = [];

    public bool IsLost { get; init; }

    /// <summary>The connection breaks.</summary>
    public static Reply Lost { get; } = new(0) { IsLost = true };

    public static Reply Json(int status, string json) => Text(status, json) with { Headers = new() { ["Content-Type"] = "application/json" } };

    public static Reply Text(int status, string text) => new(status) { Body = Encoding.UTF8.GetBytes(text) };

    public Reply With(string name, string value) => this with { Headers = new(Headers) { [name] = value } };
}

/// <summary>Keeps every part in memory.</summary>
internal sealed class MemoryOutput : IHttpJobOutput
{
    public ConcurrentDictionary<HttpJobPart, List<string>> Parts { get; } = new();

    /// <summary>The records of a job's output, in order.</summary>
    public IReadOnlyList<string> RecordsOf(HttpJobState state) =>
        [.. Enumerable.Range(0, state.Written.Parts).SelectMany(i => Parts[new HttpJobPart(state.Id, state.Attempt, i)])];

    public async Task WriteAsync(HttpJobPart part, IAsyncEnumerable<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken)
    {
        var kept = new List<string>();
        await foreach (var record in records.WithCancellation(cancellationToken)) kept.Add(Encoding.UTF8.GetString(record.Span));
        Parts[part] = kept;
    }
}

/// <summary>Secrets by name; each is known when it is set.</summary>
internal sealed class NamedSecrets : ISecrets
{
    public Dictionary<string, Func<string>> All { get; } = [];

    public Task<string?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult(All.TryGetValue(name, out var secret) ? secret() : null);
}

/// <summary>A clock whose time is another's and whose timers are never due: requests have all the time that they need.</summary>
internal sealed class StillTimers(TimeProvider time) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
