using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hoth.CloudProviders;
using Microsoft.AspNetCore.Http;

namespace Hoth.Tests.CloudProviders;

/// <summary>Every way in which HTTP can fail, and that the slot is given back each time: these tests run with one slot.</summary>
public sealed class CspClientTroubleTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private CspFixture _fixture = null!;

    private ScriptedCsp Server => _fixture.Server;

    public async Task InitializeAsync()
    {
        _fixture = await CspFixture.StartAsync();
        _fixture.Csp = _fixture.Csp with { Limits = new CspLimits(1, Limit) };
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Outcome_is_unreachable_when_nobody_listens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        _fixture.Csp = _fixture.Csp with { BaseUri = new Uri($"http://127.0.0.1:{port}/") };

        var outcome = await _fixture.GetAsync();

        ShouldBe(outcome.ShouldBeFailed(CspFailureKind.Unreachable), isTransient: true, surelyNotProcessed: true);
        outcome.Code.ShouldBe(502);
    }

    [Fact]
    public async Task Outcome_is_unreachable_when_there_is_no_tls()
    {
        _fixture.Csp = _fixture.Csp with { BaseUri = new UriBuilder(Server.Uri) { Scheme = "https" }.Uri };

        ShouldBe((await _fixture.GetAsync()).ShouldBeFailed(CspFailureKind.Unreachable), isTransient: true, surelyNotProcessed: true);
    }

    [Fact]
    public async Task Connection_is_lost_when_it_is_reset_before_an_answer()
    {
        Server.Answer = Abort;

        var outcome = await _fixture.TryAsync(HttpMethod.Post, "{}");

        ShouldBe(outcome.ShouldBeFailed(CspFailureKind.ConnectionLost), isTransient: true, surelyNotProcessed: false);
        outcome.Code.ShouldBe(504);
        await ShouldStillAnswerAsync();
    }

    [Fact]
    public async Task Connection_is_lost_when_the_body_is_cut_short()
    {
        Server.Answer = async c =>
        {
            c.Response.ContentType = "application/json";
            c.Response.ContentLength = 100;
            await c.Response.WriteAsync("{\"a\":");
            await c.Response.Body.FlushAsync();
            c.Abort();
        };

        ShouldBe((await _fixture.GetAsync()).ShouldBeFailed(CspFailureKind.ConnectionLost), isTransient: true, surelyNotProcessed: false);
        await ShouldStillAnswerAsync();
    }

    [Fact]
    public async Task Answer_is_malformed_when_it_is_no_http()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _fixture.Csp = _fixture.Csp with { BaseUri = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/") };
        var call = _fixture.GetAsync();
        using var connection = await listener.AcceptTcpClientAsync();
        await connection.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.2 says hello to you\r\n\r\n"u8.ToArray());

        ShouldBe((await call).ShouldBeFailed(CspFailureKind.Malformed), isTransient: false, surelyNotProcessed: false);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_times_out_when_the_answer_is_slow(bool sendsHeaders)
    {
        var reached = new TaskCompletionSource();
        Server.Answer = async c =>
        {
            if (sendsHeaders)
            {
                c.Response.ContentType = "application/json";
                await c.Response.WriteAsync("{");
                await c.Response.Body.FlushAsync();
            }

            reached.TrySetResult();
            await HangAsync(c);
        };

        var call = _fixture.TryAsync(HttpMethod.Post, "{}");
        await reached.Task;
        _fixture.Time.Advance(Limit);
        var outcome = await call;

        ShouldBe(outcome.ShouldBeFailed(CspFailureKind.Timeout), isTransient: true, surelyNotProcessed: false);
        outcome.Code.ShouldBe(504);
        await ShouldStillAnswerAsync();
    }

    [Fact]
    public async Task Call_times_out_without_being_sent_when_no_slot_is_free()
    {
        var occupied = OccupiedAsync();
        var first = _fixture.GetAsync();
        await occupied;
        var second = AskNextAsync(Limit / 2);

        _fixture.Time.Advance(Limit / 2);
        ShouldBe((await second).ShouldBeFailed(CspFailureKind.Timeout), isTransient: true, surelyNotProcessed: true);
        Server.Requests.ShouldHaveSingleItem();

        _fixture.Time.Advance(Limit / 2);
        ShouldBe((await first).ShouldBeFailed(CspFailureKind.Timeout), isTransient: true, surelyNotProcessed: false);
        await ShouldStillAnswerAsync();
    }

    [Fact]
    public async Task Call_has_its_whole_timeout_when_it_waited_for_a_slot()
    {
        var occupied = OccupiedAsync();
        var first = _fixture.GetAsync();
        await occupied;
        var sent = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        Server.Answer = async c =>
        {
            sent.TrySetResult();
            await answer.Task;
            await ScriptedCsp.JsonAsync(c, 200, "{}");
        };
        var second = AskNextAsync(Limit * 2.5);

        _fixture.Time.Advance(Limit);
        await first;
        await sent.Task;
        _fixture.Time.Advance(Limit * 0.9);
        answer.SetResult();

        (await second).ShouldBeAnswered(200);
    }

    [Fact]
    public async Task Call_is_cancelled_when_its_caller_gives_up()
    {
        using var caller = new CancellationTokenSource();
        Server.Answer = async c =>
        {
            await caller.CancelAsync();
            await HangAsync(c);
        };

        await Should.ThrowAsync<OperationCanceledException>(() => _fixture.GetAsync(caller.Token));
        await ShouldStillAnswerAsync();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Compressed_answer_is_read_up_to_the_cap(string encoding)
    {
        // {"a":"…"} of exactly 1 MiB, and one byte more.
        const int Largest = 1024 * 1024;
        Server.Answer = c => CompressAsync(c, encoding, Largest);
        (await _fixture.GetAsync()).ShouldBeAnswered(200).BodyJson!.Length.ShouldBe(Largest);

        Server.Answer = c => CompressAsync(c, encoding, Largest + 1);
        (await _fixture.GetAsync()).ShouldBeFailed(CspFailureKind.Malformed);

        Server.Answer = c => CompressAsync(c, encoding, 20 * Largest);
        (await _fixture.GetAsync()).ShouldBeFailed(CspFailureKind.Malformed);
        await ShouldStillAnswerAsync();
    }

    [Fact]
    public async Task Answer_is_malformed_when_its_compression_is_broken()
    {
        Server.Answer = c =>
        {
            c.Response.Headers.ContentEncoding = "gzip";
            return ScriptedCsp.JsonAsync(c, 200, "{\"not\":\"gzip\"}");
        };

        (await _fixture.GetAsync()).ShouldBeFailed(CspFailureKind.Malformed);
        await ShouldStillAnswerAsync();
    }

    [Fact]
    public async Task Concurrency_stays_within_the_limit_and_every_slot_is_given_back()
    {
        const int Slots = 3;
        _fixture.Csp = _fixture.Csp with { Name = "csp-b", Limits = new CspLimits(Slots, Limit) };
        var all = new TaskCompletionSource();
        var (now, most, calls) = (0, 0, 0);
        var gate = new Lock();
        Server.Answer = async c =>
        {
            int call;
            lock (gate)
            {
                now++;
                most = Math.Max(most, now);
                call = ++calls;
                if (now == Slots) all.TrySetResult();
            }

            // The first ones meet, so that the limit is known to be reached.
            await all.Task;
            lock (gate) now--;
            await ((call % 3) switch
            {
                0 => Abort(c),
                1 => ScriptedCsp.TextAsync(c, 200, "text/plain", "no json"),
                _ => ScriptedCsp.JsonAsync(c, 200, "{}"),
            });
        };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => _fixture.TryAsync(HttpMethod.Post, "{}")));

        most.ShouldBe(Slots);
        outcomes.Count(o => o is CspOutcome.Answered).ShouldBe(20);

        // All slots are free again: as many calls as there are slots meet once more.
        (now, most) = (0, 0);
        all = new TaskCompletionSource();
        await Task.WhenAll(Enumerable.Range(0, Slots).Select(_ => _fixture.TryAsync(HttpMethod.Post, "{}")));
        most.ShouldBe(Slots);
    }

    /// <summary>The server answers no more.</summary>
    /// <returns>Done with the first request: its call has the only slot.</returns>
    private Task OccupiedAsync()
    {
        var reached = new TaskCompletionSource();
        Server.Answer = c =>
        {
            reached.TrySetResult();
            return HangAsync(c);
        };
        return reached.Task;
    }

    /// <summary>A call that has to wait for the slot.</summary>
    private Task<CspOutcome> AskNextAsync(TimeSpan budget) =>
        _fixture.Client.TryAsync(_fixture.Csp, new CspRequest(HttpMethod.Get, CspPath.Below(_fixture.Csp, "y"), "i"), budget, default);

    private static void ShouldBe(CspFailure failure, bool isTransient, bool surelyNotProcessed)
    {
        failure.IsTransient.ShouldBe(isTransient);
        failure.SurelyNotProcessed.ShouldBe(surelyNotProcessed);
    }

    /// <summary>The only slot is free: otherwise this call would wait for ever, the clock standing still.</summary>
    private async Task ShouldStillAnswerAsync()
    {
        Server.Answer = c => ScriptedCsp.JsonAsync(c, 200, "{}");
        (await _fixture.GetAsync()).ShouldBeAnswered(200);
    }

    private static Task Abort(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task HangAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
    }

    private static async Task CompressAsync(HttpContext context, string encoding, int length)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentEncoding = encoding;
        await using Stream body = encoding switch
        {
            "gzip" => new GZipStream(context.Response.Body, CompressionLevel.Fastest),
            "br" => new BrotliStream(context.Response.Body, CompressionLevel.Fastest),
            _ => new ZLibStream(context.Response.Body, CompressionLevel.Fastest),
        };
        try
        {
            await body.WriteAsync("{\"a\":\""u8.ToArray());
            var chunk = Encoding.ASCII.GetBytes(new string('x', 1024 * 1024));
            for (var left = length - 8; left > 0; left -= chunk.Length) await body.WriteAsync(chunk.AsMemory(0, Math.Min(left, chunk.Length)), context.RequestAborted);
            await body.WriteAsync("\"}"u8.ToArray());
        }
        catch (OperationCanceledException)
        {
            // The client has read enough.
        }
    }
}
