using Hoth.QaRuns.Results;

namespace Hoth.QaRuns.Tests.Results;

public class RedactionTests
{
    private const string Token = "eyJ+a/b \"c\"=tok";

    private readonly Redaction _redaction = new(Token);

    [Theory]
    [InlineData("Authorization", "Bearer " + Token, "Bearer (credential)")]
    [InlineData("authorization", "Bearer some-other", "Bearer (redacted)")]
    [InlineData("Authorization", "no scheme, but a secret in two words", "no (redacted)")]
    [InlineData("Authorization", "naked", "(redacted)")]
    [InlineData("Authorization", "s3cr+t is not a scheme", "(redacted)")]
    [InlineData("Proxy-Authorization", "Basic dTpw", "Basic (redacted)")]
    [InlineData("Cookie", "a=b; c=d", "(redacted)")]
    [InlineData("Set-Cookie", "sid=1; Path=/", "(redacted)")]
    [InlineData("X-Api-Key", "k", "(redacted)")]
    [InlineData("X-API-KEY", Token, "(credential)")]
    [InlineData("Ocp-Apim-Subscription-Key", "visible: nothing says that it is secret", "visible: nothing says that it is secret")]
    [InlineData("X-Auth-Token", "t", "(redacted)")]
    [InlineData("X-Amz-Security-Token", "t", "(redacted)")]
    [InlineData("WWW-Authenticate", "Bearer realm=\"x\"", "Bearer realm=\"x\"")]
    [InlineData("Location", "/a?access_token=t&b=1", "/a?access_token=(redacted)&b=1")]
    [InlineData("X-Echo", "you sent " + Token + "!", "you sent (credential)!")]
    public void A_header_keeps_its_scheme_and_nothing_secret(string name, string value, string expected) =>
        _redaction.Header(name, value).ShouldBe(expected);

    [Theory]
    [InlineData("""{"password":"p","a":1}""", """{"password":"(redacted)","a":1}""")]
    [InlineData("""{ "client_secret" : "p\"q" , "a":1}""", """{ "client_secret" : "(redacted)" , "a":1}""")]
    [InlineData("""{"pass\u0077ord":"p"}""", """{"pass\u0077ord":"(redacted)"}""")]
    [InlineData("""{"token":123456}""", """{"token":"(redacted)"}""")]
    [InlineData("""{"secrets":{"a":["}",{"b":1}]},"c":2}""", """{"secrets":"(redacted)","c":2}""")]
    [InlineData("""{"refreshTokens":["a","b"],"c":2}""", """{"refreshTokens":"(redacted)","c":2}""")]
    [InlineData("""[{"API-KEY":"a"},{"apiKey":"b"}]""", """[{"API-KEY":"(redacted)"},{"apiKey":"(redacted)"}]""")]
    [InlineData("""{"resetPassword":true,"password":"","token":null}""", """{"resetPassword":true,"password":"","token":null}""")]
    [InlineData("""{"pageToken":"p","nextPageToken":"q"}""", """{"pageToken":"p","nextPageToken":"q"}""")]
    [InlineData("""{"a":"password","b":"x: \"y\""}""", """{"a":"password","b":"x: \"y\""}""")]
    [InlineData("""{"password":"cut off""", """{"password":"(redacted)" """)]
    [InlineData("""{"password": """, """{"password": """)]
    [InlineData("""{"body":"{\"password\":\"p\\\"q\",\"a\":1}"}""", """{"body":"{\"password\":\"(redacted)\",\"a\":1}"}""")]
    [InlineData("grant_type=client_credentials&client_secret=s&x=1", "grant_type=client_credentials&client_secret=(redacted)&x=1")]
    [InlineData("https://h/p?api_key=k#f", "https://h/p?api_key=(redacted)#f")]
    [InlineData("""{"u":"https:\/\/h\/p?a=1\u0026X-Amz-Signature=k"}""", """{"u":"https:\/\/h\/p?a=1\u0026X-Amz-Signature=(redacted)"}""")]
    [InlineData("<a><Password type='x'>p</Password><b>p</b></a>", "<a><Password type='x'>(redacted)</Password><b>p</b></a>")]
    [InlineData("the password is not named", "the password is not named")]
    public void A_text_keeps_everything_but_what_is_named_as_a_secret(string text, string expected) =>
        _redaction.Text(text).ShouldBe(expected.TrimEnd().Length < expected.Length && !text.EndsWith(' ') ? expected.TrimEnd() : expected);

    [Fact]
    public void The_runs_own_credentials_are_found_in_every_form()
    {
        string[] texts =
        [
            $"raw {Token}.",
            $"upper {Token.ToUpperInvariant()}.",
            $"query ?q={Uri.EscapeDataString(Token)}.",
            $"json \"{System.Text.Json.JsonSerializer.Serialize(Token).Trim('"')}\".",
            $"relaxed \"{Token.Replace("\"", "\\\"")}\".",
            $"slashes \"{Token.Replace("/", "\\/")}\".",
            $"base64 {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Token))}.",
        ];

        foreach (var text in texts) _redaction.Text(text).ShouldContain(Redaction.Credential);
        foreach (var text in texts) _redaction.Text(text).ShouldNotContain("eyJ", Case.Insensitive);
    }

    [Fact]
    public void A_token_that_was_added_later_is_known_from_then_on()
    {
        _redaction.Text("new-token").ShouldBe("new-token");
        _redaction.Add("new-token");
        _redaction.Text("new-token").ShouldBe("(credential)");
    }

    [Fact]
    public void A_credential_of_a_few_characters_does_not_eat_the_texts()
    {
        _redaction.Add("a");
        _redaction.Add("");
        _redaction.Text("banana").ShouldBe("banana");
    }

    [Fact]
    public void An_exchange_is_redacted_in_every_place_and_cut_only_after_that()
    {
        var long1 = new string('x', Exchange.LongestBody - 5);
        var kept = _redaction.Apply(new Exchange
        {
            OperationId = "a",
            Method = "POST",
            Url = $"https://h/p?q={Uri.EscapeDataString(Token)}",
            RequestHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + Token },
            RequestBody = long1 + Token,
            ResponseHeaders = new Dictionary<string, string> { ["Set-Cookie"] = "a=b", ["X-A"] = Token },
            ResponseBody = Token,
            Trouble = "No: " + Token,
        });

        kept.Url.ShouldBe("https://h/p?q=(credential)");
        kept.RequestHeaders["authorization"].ShouldBe("Bearer (credential)");
        kept.RequestBody.ShouldBe(long1 + "(cred");
        kept.RequestBodyIsCut.ShouldBeTrue();
        kept.ResponseHeaders.ShouldBe(new Dictionary<string, string> { ["Set-Cookie"] = "(redacted)", ["X-A"] = "(credential)" }, ignoreOrder: true);
        kept.ResponseBody.ShouldBe("(credential)");
        kept.ResponseBodyIsCut.ShouldBeFalse();
        kept.Trouble.ShouldBe("No: (credential)");
        _redaction.Apply(kept).RequestBodyIsCut.ShouldBeTrue("redacting twice changes nothing");
    }

    [Fact]
    public void Nothing_that_a_server_sends_makes_it_slow()
    {
        string[] pieces = ["\"", "\\\"a", "<", "&", "a", "<a ", "\"token\":{", "\\\"a\\\":\\\"", "\\", "\"a\":", " ", "?a=", "{", "<a>b</"];

        foreach (var piece in pieces)
        {
            var started = TimeProvider.System.GetTimestamp();
            _redaction.Text(string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length)));
            // What is linear takes some hundredths of a second; what is not takes minutes.
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5), piece);
        }
    }
}
