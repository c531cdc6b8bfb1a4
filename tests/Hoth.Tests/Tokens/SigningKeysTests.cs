using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hoth.Functions.Tokens;
using Hoth.Ports;
using Microsoft.AspNetCore.Http;

namespace Hoth.Tests.Tokens;

/// <summary>How the issuer's keys come, change and stay away.</summary>
public sealed class SigningKeysTests : IAsyncLifetime
{
    // Before the table that uses it.
    private static readonly RSA Short = RSA.Create(1024);

    private AuthorizerRig _rig = null!;

    private JwksServer Server => _rig.Server;

    private TestIssuer Issuer => _rig.Issuer;

    public async Task InitializeAsync() => _rig = await AuthorizerRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Keys_are_fetched_once_however_many_first_tokens_come_at_the_same_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => _rig.TakesAsync(Issuer.Good))));

        Server.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task Flood_of_unknown_keys_makes_at_most_one_fetch_a_minute()
    {
        await _rig.TakesAsync(Issuer.Good);

        foreach (var minute in Enumerable.Range(1, 3))
        {
            _rig.Time.Advance(SigningKeys.Interval);
            await FloodAsync($"minute-{minute}");
            Server.Fetches.ShouldBe(1 + minute);
        }

        _rig.Time.Advance(SigningKeys.Interval - TimeSpan.FromTicks(1));
        await FloodAsync("too-early");
        Server.Fetches.ShouldBe(4);
        Server.MostAtOnce.ShouldBe(1);
        await _rig.TakesAsync(Issuer.Good);

        Task FloodAsync(string kid) => Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(() =>
            Should.ThrowAsync<UnauthorizedAccessException>(() => _rig.AskAsync(Issuer.With(TestIssuer.Header("RS256", $"{kid}-{i}")))))));
    }

    [Fact]
    public async Task Rotated_key_is_found_and_the_old_one_good_until_it_is_taken_back()
    {
        var next = Issuer.Rs256(Issuer.Claims, TestIssuer.Header("RS256", "rsa-2"), Issuer.OtherRsa);
        await _rig.TakesAsync(Issuer.Good);
        Server.Publish(TestIssuer.JwkOf(Issuer.Rsa), TestIssuer.JwkOf(Issuer.OtherRsa, "rsa-2"));
        await _rig.RefusesAsync(next, TokenRefusal.UnknownKey);

        _rig.Time.Advance(SigningKeys.Interval);
        await _rig.TakesAsync(next);
        await _rig.TakesAsync(Issuer.Good);

        Server.Publish(TestIssuer.JwkOf(Issuer.OtherRsa, "rsa-2"));
        await _rig.TakesAsync(Issuer.Good);
        _rig.Time.Advance(SigningKeys.LongestAge);
        next = Issuer.Rs256(Issuer.Claims, TestIssuer.Header("RS256", "rsa-2"), Issuer.OtherRsa);
        await _rig.TakesAsync(next);
        await _rig.RefusesAsync(Issuer.Good, TokenRefusal.UnknownKey);
        Server.Fetches.ShouldBe(3);
    }

    [Fact]
    public async Task Another_key_under_an_old_name_replaces_it()
    {
        var forged = Issuer.Rs256(Issuer.Claims, key: Issuer.OtherRsa);
        await _rig.TakesAsync(Issuer.Good);
        Server.Publish(TestIssuer.JwkOf(Issuer.OtherRsa));
        await _rig.RefusesAsync(forged, TokenRefusal.Signature);

        _rig.Time.Advance(TimeSpan.FromMinutes(4));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => _rig.AskAsync(Issuer.With(TestIssuer.Header("RS256", "unknown"))));

        await _rig.TakesAsync(forged);
        await _rig.RefusesAsync(Issuer.Good, TokenRefusal.Signature);
    }

    public static TheoryData<string> Troubles => [.. Trouble.Keys];

    private static readonly Dictionary<string, Func<HttpContext, Task>> Trouble = new()
    {
        ["down"] = c => Task.Run(c.Abort),
        ["500"] = c => Answer(c, 500, "trouble"),
        ["500 with a key set"] = c => Answer(c, 500, TestIssuer.KeySet()),
        ["204"] = c => Task.Run(() => c.Response.StatusCode = 204),
        ["garbage"] = c => Answer(c, 200, "<html>garbage</html>"),
        ["half of it"] = c => Answer(c, 200, """{"keys":[{"kty":"RSA","""),
        ["an array"] = c => Answer(c, 200, "[]"),
        ["no keys"] = c => Answer(c, 200, """{"keys":[]}"""),
        ["another document"] = c => Answer(c, 200, """{"issuer":"https://issuer.example","jwks_uri":"https://issuer.example/keys"}"""),
        ["keys no list"] = c => Answer(c, 200, """{"keys":"none"}"""),
        ["10 MB"] = c => Answer(c, 200, $$"""{"keys":[],"x":"{{new string('x', 10 << 20)}}"}"""),
        ["10 MB in chunks"] = async c =>
        {
            for (var chunk = 0; chunk < 160; chunk++) await c.Response.WriteAsync(new string(' ', 64 << 10));
        },
        ["a redirect"] = c =>
        {
            if (c.Request.Path != "/keys") return Answer(c, 200, "followed");
            c.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Without_any_keys_nothing_is_said_of_a_token_when_the_key_set_is(string trouble)
    {
        Server.Answer = Trouble[trouble];

        (await Should.ThrowAsync<PortUnavailableException>(() => _rig.AskAsync(Issuer.Good))).Message.ShouldNotContain("Unauthorized");

        _rig.Logs.Text.ShouldContain("keys were not fetched, no token can be checked");
        _rig.Logs.Text.Length.ShouldBeLessThan(5000);
        Server.Fetches.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Old_keys_go_on_when_the_key_set_is(string trouble)
    {
        await _rig.TakesAsync(Issuer.Good);
        var working = Server.Answer;
        Server.Answer = Trouble[trouble];

        _rig.Time.Advance(SigningKeys.LongestAge);
        await _rig.TakesAsync(Issuer.Good);
        await _rig.TakesAsync(Issuer.Good);

        Server.Fetches.ShouldBe(2, "once a minute is enough");
        _rig.Logs.Text.ShouldContain("keys were not fetched, the old keys go on");
        Server.Answer = working;
        _rig.Time.Advance(SigningKeys.Interval);
        await _rig.TakesAsync(Issuer.Good);
        Server.Fetches.ShouldBe(3);
    }

    [Fact]
    public async Task First_keys_are_asked_for_again_after_some_seconds()
    {
        var working = Server.Answer;
        Server.Answer = Trouble["500"];
        await Should.ThrowAsync<PortUnavailableException>(() => _rig.AskAsync(Issuer.Good));
        Server.Answer = working;
        await Should.ThrowAsync<PortUnavailableException>(() => _rig.AskAsync(Issuer.Good));
        Server.Fetches.ShouldBe(1);

        _rig.Time.Advance(SigningKeys.FirstInterval);

        await _rig.TakesAsync(Issuer.Good);
        Server.Fetches.ShouldBe(2);
    }

    [Fact]
    public async Task Issuer_that_hangs_is_given_up_and_holds_nobody_up_who_can_be_answered()
    {
        await _rig.TakesAsync(Issuer.Good);
        var asked = new TaskCompletionSource();
        Server.Answer = async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        _rig.Time.Advance(SigningKeys.LongestAge);
        var token = Issuer.Good;

        var first = _rig.TakesAsync(token);
        await asked.Task;
        await _rig.TakesAsync(token);
        first.IsCompleted.ShouldBeFalse();
        _rig.Time.Advance(JwksClient.Patience);

        await first;
    }

    public static TheoryData<string> UselessKeys => [.. Useless.Keys];

    private static readonly Dictionary<string, Action<JsonObject>> Useless = new()
    {
        ["for encryption"] = k => k["use"] = "enc",
        ["of another use"] = k => k["use"] = "tls",
        ["for operations without verify"] = k => k["key_ops"] = new JsonArray("encrypt"),
        ["for another algorithm"] = k => k["alg"] = "RS512",
        ["for an algorithm of another kind"] = k => k["alg"] = "ES256",
        ["for HMAC"] = k => k["alg"] = "HS256",
        ["symmetric"] = k => (k["kty"], k["k"]) = ("oct", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"),
        ["a private one"] = k => (k["d"], k["p"], k["q"]) = ("AQAB", "AQAB", "AQAB"),
        ["without a name"] = k => k.Remove("kid"),
        ["without a modulus"] = k => k.Remove("n"),
        ["with a modulus that is no base64"] = k => k["n"] = "§",
        ["short"] = k => k["n"] = TestIssuer.JwkOf(Short)["n"]!.DeepClone(),
        ["short, with zeros before it"] = k => k["n"] = "AAAA" + string.Concat(Enumerable.Repeat("AAAA", 64)) + TestIssuer.JwkOf(Short)["n"],
    };

    [Theory]
    [MemberData(nameof(UselessKeys))]
    public async Task Key_is_not_used_when_it_is(string kind)
    {
        var key = TestIssuer.JwkOf(Issuer.Rsa);
        Useless[kind](key);
        Server.Publish(key, TestIssuer.JwkOf(Issuer.Ec));

        await _rig.TakesAsync(Issuer.Es256(Issuer.Claims));
        await _rig.RefusesAsync(Issuer.Good, TokenRefusal.UnknownKey);
        await _rig.RefusesAsync(Issuer.Rs256(Issuer.Claims, key: Short), TokenRefusal.UnknownKey);
        _rig.Logs.Text.ShouldContain("1 of 2 can be used");
    }

    [Fact]
    public async Task Elliptic_key_of_another_curve_is_not_used()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var key = TestIssuer.JwkOf(other);
        key["crv"] = "P-384";
        Server.Publish(TestIssuer.JwkOf(Issuer.Rsa), key);

        await _rig.RefusesAsync(Issuer.Es256(Issuer.Claims, key: other), TokenRefusal.UnknownKey);
    }

    [Fact]
    public async Task Key_that_says_what_it_is_for_is_used()
    {
        var rsa = TestIssuer.JwkOf(Issuer.Rsa);
        (rsa["use"], rsa["alg"], rsa["key_ops"]) = ("sig", "RS256", new JsonArray("verify"));
        var ec = TestIssuer.JwkOf(Issuer.Ec, "rsa-1");
        Server.Publish(rsa, ec);

        await _rig.TakesAsync(Issuer.Good);
        // One name for two kinds of keys (RFC 7517 section 4.5).
        await _rig.TakesAsync(Issuer.Es256(Issuer.Claims, TestIssuer.Header("ES256")));
    }

    private static Task Answer(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(text);
    }
}
