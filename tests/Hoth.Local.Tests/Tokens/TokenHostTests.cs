using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hoth.Functions.Tokens;
using Hoth.Local.Hosting;
using Hoth.Local.Tests.Host;
using Hoth.Local.Tests.Storage;
using Hoth.Local.Tokens;

namespace Hoth.Local.Tests.Tokens;

/// <summary>Tokens over HTTP on the local host.</summary>
public sealed class TokenHostTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Caller_with_a_token_of_the_development_issuer_is_let_in_under_its_name()
    {
        await using var host = await StartAsync();

        var answer = await SendAsync(host, Token(host, "alice", "reports.read other"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"sub":"alice","principalId":"alice"}""");
    }

    [Fact]
    public async Task Caller_without_the_scope_is_answered_403_that_names_it()
    {
        await using var host = await StartAsync();

        var answer = await SendAsync(host, Token(host, "alice", "jobs.read.all"));

        await ShouldBeProblemAsync(answer, HttpStatusCode.Forbidden, "INSUFFICIENT_SCOPE");
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer error=\"insufficient_scope\", scope=\"reports.read\"");
    }

    public static TheoryData<string> Bad => [.. BadTokens.Keys];

    private static readonly Dictionary<string, Func<string, string[]>> BadTokens = new()
    {
        ["none at all"] = _ => [],
        ["basic"] = _ => ["Basic YWxpY2U6c2VjcmV0"],
        ["a word"] = _ => ["Bearer sample"],
        ["alg none"] = good => [$"Bearer {Encode("""{"alg":"none","typ":"at+jwt"}""")}.{good.Split('.')[1]}."],
        ["payload exchanged"] = good => [$"Bearer {good.Split('.')[0]}.{Encode("""{"sub":"mallory"}""")}.{good.Split('.')[2]}"],
        ["two headers"] = good => [$"Bearer {good}", $"Bearer {good}"],
        ["too long"] = good => [$"Bearer {good}{new string('a', 8192)}"],
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Caller_is_answered_401_when_the_token_is(string kind)
    {
        await using var host = await StartAsync();

        var answer = await SendAsync(host, BadTokens[kind](Token(host)));

        await ShouldBeProblemAsync(answer, HttpStatusCode.Unauthorized, "UNAUTHORIZED");
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task Headers_that_no_token_needs_are_refused_by_the_server()
    {
        await using var host = await StartAsync();

        (await SendAsync(host, $"Bearer {new string('a', 64 * 1024)}")).StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Fact]
    public async Task Token_ends_with_its_lifetime_and_the_skew()
    {
        var time = new PortContracts.ManualTimeProvider();
        await using var host = await TestHost.StartAsync(time, GuardedFunctions.Catalog());
        var token = Token(host);

        time.Advance(Hour + TimeSpan.FromSeconds(29));
        (await SendAsync(host, token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromSeconds(2));
        (await SendAsync(host, token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Body_of_a_stranger_is_not_read()
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/guarded/1") { Content = new ByteArrayContent(new byte[1 << 20]) };

        (await host.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signed_routes_need_no_token_here()
    {
        await using var host = await StartAsync();

        (await host.GetAsync("/cost-jobs")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("allow", HttpStatusCode.OK, null)]
    [InlineData("deny", HttpStatusCode.Forbidden, "FORBIDDEN")]
    [InlineData("both", HttpStatusCode.Forbidden, "FORBIDDEN")]
    [InlineData("another", HttpStatusCode.Forbidden, "FORBIDDEN")]
    [InlineData("nothing", HttpStatusCode.Forbidden, "FORBIDDEN")]
    [InlineData("null", HttpStatusCode.Forbidden, "FORBIDDEN")]
    [InlineData("unauthorized", HttpStatusCode.Unauthorized, "UNAUTHORIZED")]
    [InlineData("failure", HttpStatusCode.ServiceUnavailable, "TEMPORARILY_UNAVAILABLE")]
    [InlineData("hang", HttpStatusCode.ServiceUnavailable, "TEMPORARILY_UNAVAILABLE")]
    public async Task Authorizers_answers_are_API_Gateways(string answer, HttpStatusCode status, string? code)
    {
        await using var host = await StartAsync();

        var response = await host.GetAsync($"/odd/{answer}");

        if (code is not null) await ShouldBeProblemAsync(response, status, code);
        else (await response.Content.ReadAsStringAsync()).Split(',').Order().ShouldBe(["flag=true", "number=1.5", "principalId=somebody", "text=a"]);
    }

    [Fact]
    public async Task Key_set_of_the_development_issuer_has_public_keys_only_and_its_file_is_private()
    {
        using var data = new TemporaryDirectory();
        await using var host = await TestHost.StartAsync(dataDirectory: data.Path);

        var keys = await host.Http.GetFromJsonAsync<JsonElement>(new Uri(DevelopmentIssuer.KeysPath, UriKind.Relative));

        keys.GetProperty("keys").EnumerateArray().ShouldHaveSingleItem().EnumerateObject().Select(m => m.Name).ShouldBe(["kty", "crv", "use", "alg", "kid", "x", "y"]);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Path.Combine(data.Path, "development-issuer.pem")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Another_issuer_is_the_only_one()
    {
        using var data = new TemporaryDirectory();
        await using var other = await StartAsync();
        var settings = DevelopmentIssuer.SettingsFor(other.Host.Address) with { Issuer = "https://issuer.example" };
        await using var host = await TestHost.StartAsync(catalog: GuardedFunctions.Catalog(), dataDirectory: data.Path, options: o => o with { Tokens = settings });

        host.Host.Tokens.Issuer.ShouldBeNull();
        (await host.GetAsync(DevelopmentIssuer.KeysPath)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        File.Exists(Path.Combine(data.Path, "development-issuer.pem")).ShouldBeFalse();
        (await SendAsync(host, Token(other))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "another iss");
        Should.Throw<StartException>(() => LocalTokens.OpenForTokens(new() { DataDirectory = data.Path }, TimeProvider.System)).Message.ShouldContain("https://issuer.example");
    }

    [Fact]
    public async Task Tokens_of_a_named_issuer_are_taken()
    {
        await using var other = await StartAsync();
        await using var host = await TestHost.StartAsync(catalog: GuardedFunctions.Catalog(), options: o => o with { Tokens = DevelopmentIssuer.SettingsFor(other.Host.Address) });

        (await SendAsync(host, Token(other))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Issuer_that_was_never_there_is_answered_for_with_503()
    {
        var (token, settings) = await MakeTokenAsync();
        await using var host = await TestHost.StartAsync(catalog: GuardedFunctions.Catalog(), options: o => o with { Tokens = settings });

        var answer = await SendAsync(host, token);

        await ShouldBeProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "TEMPORARILY_UNAVAILABLE");
        answer.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Development_issuer_is_off_where_other_machines_can_reach_the_host()
    {
        using var data = new TemporaryDirectory();
        await using var host = await TestHost.StartAsync(catalog: GuardedFunctions.Catalog(), dataDirectory: data.Path, options: o => o with { Url = new Uri("http://0.0.0.0:0") });
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{host.Host.Address.Port}") };

        host.Host.Tokens.Issuer.ShouldBeNull();
        (await http.GetAsync(new Uri(DevelopmentIssuer.KeysPath, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.PostAsync(new Uri("/guarded/1", UriKind.Relative), null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        Should.Throw<StartException>(() => LocalTokens.OpenForTokens(new() { DataDirectory = data.Path }, TimeProvider.System)).Message.ShouldContain("takes no tokens");
    }

    [Fact]
    public void Key_is_one_however_many_make_it_at_the_same_time()
    {
        using var data = new TemporaryDirectory();

        var texts = new string[16];
        Parallel.For(0, texts.Length, i => texts[i] = PrivateFile.ReadOrCreate(Path.Combine(data.Path, "file"), () => $"text {i}"));

        texts.Distinct().ShouldHaveSingleItem();
        Directory.GetFiles(data.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public void Key_file_that_is_no_key_stops_the_start_with_a_line()
    {
        using var data = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(data.Path, "development-issuer.pem"), "no key");

        Should.Throw<StartException>(() => DevelopmentIssuer.Open(data.Path, TimeProvider.System)).Lines.ShouldHaveSingleItem().ShouldContain("development-issuer.pem");
    }

    /// <summary>A token of a host that is gone.</summary>
    private static async Task<(string Token, TokenSettings Settings)> MakeTokenAsync()
    {
        await using var host = await StartAsync();
        return (Token(host), DevelopmentIssuer.SettingsFor(host.Host.Address));
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync(catalog: GuardedFunctions.Catalog());

    private static string Token(TestHost host, string subject = "alice", string scope = "reports.read") => host.Host.Tokens.Issuer!.Issue(subject, scope, Hour);

    private static Task<HttpResponseMessage> SendAsync(TestHost host, string token) => SendAsync(host, [token.Contains(' ', StringComparison.Ordinal) ? token : $"Bearer {token}"]);

    private static Task<HttpResponseMessage> SendAsync(TestHost host, string[] authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/guarded/1");
        // One line each: HttpClient would join them.
        if (authorization.Length > 1) return SendRawAsync(host, authorization);
        foreach (var value in authorization) request.Headers.TryAddWithoutValidation("Authorization", value);
        return host.Http.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> SendRawAsync(TestHost host, string[] authorization)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Host.Address.Port);
        await using var stream = client.GetStream();
        var lines = string.Concat(authorization.Select(value => $"Authorization: {value}\r\n"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /guarded/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n{lines}\r\n"));
        using var reader = new StreamReader(stream);
        var parts = (await reader.ReadToEndAsync()).Split("\r\n\r\n", 2);
        var head = parts[0].Split("\r\n");
        var answer = new HttpResponseMessage((HttpStatusCode)int.Parse(head[0].Split(' ')[1])) { Content = new StringContent(parts[1]) };
        answer.Content.Headers.Clear();
        foreach (var line in head[1..])
        {
            var (name, value) = (line.Split(": ", 2)[0], line.Split(": ", 2)[1]);
            if (!answer.Headers.TryAddWithoutValidation(name, value)) answer.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return answer;
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static async Task ShouldBeProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, body);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonDocument.Parse(body).RootElement.GetProperty("code").GetString().ShouldBe(code);
    }
}
