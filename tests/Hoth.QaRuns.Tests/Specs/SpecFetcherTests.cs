using System.IO.Compression;
using System.Net;
using System.Text;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Tests.Http;

namespace Hoth.QaRuns.Tests.Specs;

public class SpecFetcherTests
{
    private readonly TestTime _time = new(atOnce: TimeSpan.Zero);

    [Fact]
    public async Task A_specification_is_fetched_and_nothing_secret_is_sent()
    {
        using var server = new ScriptedServer(ScriptedServer.Say(200, "openapi: 3.0.3", "Set-Cookie: a=b\r\n"));

        Encoding.UTF8.GetString(await FetchAsync(server.Url + "/spec.yaml?v=1")).ShouldBe("openapi: 3.0.3");

        var request = server.Requests.ShouldHaveSingleItem();
        request.ShouldStartWith("GET /spec.yaml?v=1 ");
        request.ShouldNotContain("Authorization");
        request.ShouldNotContain("Cookie");
        request.ShouldNotContain("traceparent");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("ff02::1")]
    public async Task An_address_that_is_not_public_is_refused_by_number_and_behind_a_name(string address)
    {
        var parsed = IPAddress.Parse(address);
        PublicAddress.Is(parsed).ShouldBeFalse();
        using var fetcher = new SpecFetcher(PublicAddress.Is, _time, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.215.14"), parsed]));

        (await Should.ThrowAsync<SpecException>(() => fetcher.FetchAsync("http://harmless.example/spec", default))).Message.ShouldContain("not public");
        var literal = address.Contains(':') ? $"[{address}]" : address;
        (await Should.ThrowAsync<SpecException>(() => fetcher.FetchAsync($"http://{literal}:1/spec", default))).Message.ShouldContain("not public");
    }

    [Theory]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://127.1/")]
    [InlineData("http://localhost/")]
    public async Task Loopback_written_otherwise_is_refused(string url)
    {
        using var fetcher = new SpecFetcher(allowPrivate: false, _time);

        (await Should.ThrowAsync<SpecException>(() => fetcher.FetchAsync(url, default))).Message.ShouldContain("not public");
    }

    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700:4700::1111")]
    public void Public_addresses_are_public(string address) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBeTrue();

    [Fact]
    public async Task The_connection_goes_to_the_address_that_was_looked_at()
    {
        using var server = new ScriptedServer(ScriptedServer.Say(200, "found"));
        var asked = 0;
        using var fetcher = new SpecFetcher(_ => true, _time, (_, _) => Task.FromResult<IPAddress[]>([++asked == 1 ? IPAddress.Loopback : IPAddress.Parse("192.0.2.1")]));

        Encoding.UTF8.GetString(await fetcher.FetchAsync($"http://nowhere.example:{server.Port}/", default)).ShouldBe("found");

        asked.ShouldBe(1);
        server.Requests.ShouldHaveSingleItem().ShouldContain($"Host: nowhere.example:{server.Port}");
    }

    [Fact]
    public async Task Three_redirects_are_followed_and_a_fourth_is_not()
    {
        var there = ScriptedServer.Say(302, "", "Location: /next\r\n");
        using var three = new ScriptedServer(there, there, there, ScriptedServer.Say(200, "found"));
        using var four = new ScriptedServer(there);

        Encoding.UTF8.GetString(await FetchAsync(three.Url)).ShouldBe("found");
        (await Should.ThrowAsync<SpecException>(() => FetchAsync(four.Url))).Message.ShouldContain("redirects");
        four.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "http or https")]
    [InlineData("ftp://example.com/", "http or https")]
    [InlineData("http://user:secret@127.0.0.1/", "user info")]
    [InlineData("http://internal.example/", "not public")]
    public async Task Where_a_redirect_leads_is_looked_at_again(string location, string rule)
    {
        using var server = new ScriptedServer(ScriptedServer.Say(307, "", $"Location: {location}\r\n"));
        var inside = IPAddress.Parse("10.0.0.1");
        using var fetcher = new SpecFetcher(a => !a.Equals(inside), _time, (host, _) => Task.FromResult<IPAddress[]>([host == "internal.example" ? inside : IPAddress.Loopback]));

        var exception = await Should.ThrowAsync<SpecException>(() => fetcher.FetchAsync($"http://first.example:{server.Port}/", default));

        exception.Message.ShouldContain(rule);
        exception.Message.ShouldNotContain("secret");
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/spec.yaml")]
    [InlineData("spec.yaml")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com/spec")]
    [InlineData("http://a:b@127.0.0.1/spec")]
    public async Task What_is_no_url_of_the_web_is_refused(string url) => await Should.ThrowAsync<SpecException>(() => FetchAsync(url));

    [Fact]
    public async Task Too_much_is_refused_however_it_comes()
    {
        using var announced = new ScriptedServer("HTTP/1.1 200 X\r\nContent-Length: 6000000\r\n\r\n");
        using var endless = new ScriptedServer(async (_, stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 X\r\n\r\n"u8.ToArray(), stop);
            while (true) await stream.WriteAsync(new byte[64 * 1024], stop);
        });
        using var bomb = new ScriptedServer((_, stream, stop) =>
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(new byte[8 * 1024 * 1024]);
            return stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n"), .. packed.ToArray()], stop).AsTask();
        });

        foreach (var server in new[] { announced, endless, bomb }) (await Should.ThrowAsync<SpecException>(() => FetchAsync(server.Url))).Message.ShouldContain("bytes");
    }

    [Fact]
    public async Task What_does_not_come_in_time_is_given_up()
    {
        using var server = new ScriptedServer(async (_, stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\nabc"u8.ToArray(), stop);
            _time.FireAll();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        });

        (await Should.ThrowAsync<SpecException>(() => FetchAsync(server.Url))).Message.ShouldContain("30 s");
    }

    [Fact]
    public async Task Answers_that_are_none_are_said_to_be()
    {
        using var missing = new ScriptedServer(ScriptedServer.Say(404, "secret"));
        using var nonsense = new ScriptedServer("no http\r\n\r\n");
        using var gone = new ScriptedServer("");

        (await Should.ThrowAsync<SpecException>(() => FetchAsync(missing.Url))).Message.ShouldBe("The specification could not be fetched: the answer was 404.");
        await Should.ThrowAsync<SpecException>(() => FetchAsync(nonsense.Url));
        await Should.ThrowAsync<SpecException>(() => FetchAsync(gone.Url));
    }

    [Fact]
    public async Task Who_has_given_up_gets_no_answer()
    {
        using var server = new ScriptedServer((_, _, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));
        using var cancel = new CancellationTokenSource();
        using var fetcher = new SpecFetcher(allowPrivate: true, _time);
        var fetching = fetcher.FetchAsync(server.Url, cancel.Token);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => fetching);
    }

    [Fact]
    public async Task What_cannot_be_read_in_time_is_given_up()
    {
        var slow = string.Join(',', Enumerable.Range(0, 10).Select(i => $$"""{ "type": "string", "pattern": "^(a+)+{{i}}$", "example": "{{new string('a', 40)}}" }"""));
        var spec = Encoding.UTF8.GetBytes($$"""
            { "openapi": "3.0.3", "info": {}, "paths": { "/a": { "get": { "responses": { "200": { "content": { "application/json": { "schema": { "allOf": [{{slow}}] } } } } } } } } }
            """);

        var exception = await Should.ThrowAsync<SpecException>(() => SpecFetcher.ReadAsync(spec, new TestTime(atOnce: SpecFetcher.Patience), default));

        exception.Message.ShouldContain("30 s");
        (await SpecFetcher.ReadAsync(SpecReaderTests.MockCsp(), _time, default)).Operations.ShouldNotBeEmpty();
    }

    private async Task<byte[]> FetchAsync(string url)
    {
        using var fetcher = new SpecFetcher(allowPrivate: true, _time);
        return await fetcher.FetchAsync(url, CancellationToken.None);
    }
}
