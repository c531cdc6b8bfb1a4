using Hoth.Functions.Tokens;

namespace Hoth.Tests.Tokens;

public sealed class TokenSettingsTests
{
    private readonly Dictionary<string, string?> _variables = new()
    {
        [TokenSettings.IssuerVariable] = "https://issuer.example", [TokenSettings.AudienceVariable] = "hoth", [TokenSettings.KeysVariable] = "https://issuer.example/keys?appid=1",
    };

    [Fact]
    public void Settings_are_read()
    {
        Read().ShouldBe(new TokenSettings { Issuer = "https://issuer.example", Audience = "hoth", Keys = new Uri("https://issuer.example/keys?appid=1") });
        _variables[TokenSettings.TypeVariable] = "JWT";
        Read()!.TakesAnyType.ShouldBeTrue();
        _variables[TokenSettings.TypeVariable] = "at+jwt";
        Read()!.TakesAnyType.ShouldBeFalse();
    }

    [Fact]
    public void Nothing_set_is_no_issuer()
    {
        foreach (var name in _variables.Keys) _variables[name] = "";

        Read().ShouldBeNull();
    }

    [Fact]
    public void Every_violation_is_named_at_once()
    {
        _variables.Clear();
        _variables[TokenSettings.TypeVariable] = "any";

        var message = Should.Throw<InvalidOperationException>(Read).Message;

        foreach (var name in new[] { TokenSettings.IssuerVariable, TokenSettings.AudienceVariable, TokenSettings.KeysVariable, TokenSettings.TypeVariable }) message.ShouldContain(name);
    }

    [Theory]
    [InlineData("https://issuer.example/keys", true)]
    [InlineData("http://127.0.0.1:5080/keys", true)]
    [InlineData("http://[::1]:5080/keys", true)]
    [InlineData("http://localhost/keys", true)]
    [InlineData("http://issuer.example/keys", false)]
    [InlineData("http://10.0.0.1/keys", false)]
    [InlineData("http://127.0.0.1.issuer.example/keys", false)]
    [InlineData("https://user@issuer.example/keys", false)]
    [InlineData("https://issuer.example/keys#1", false)]
    [InlineData("file:///keys", false)]
    [InlineData("/keys", false)]
    [InlineData("", false)]
    public void Keys_come_by_TLS_or_from_this_machine(string url, bool isGood) => TokenSettings.TryParseKeys(url, out _).ShouldBe(isGood);

    private TokenSettings? Read() => TokenSettings.Read(_variables.GetValueOrDefault);
}
