using System.Text.Json.Nodes;
using Hoth.Functions.Tokens;

namespace Hoth.Tests.Tokens;

/// <summary>The corpus: what the authorizer makes of every kind of token.</summary>
public sealed class AuthorizerTests
{
    public static TheoryData<string> BadTokens => [.. TokenCorpus.Bad.Keys];

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Authorizer_refuses_a_token_when_it_is(string kind)
    {
        await using var rig = await AuthorizerRig.StartAsync();
        var (token, because) = TokenCorpus.Bad[kind];

        await rig.RefusesAsync(token(rig.Issuer), because);
    }

    [Theory]
    [InlineData("exp", "\"later\"")]
    [InlineData("exp", "1e300")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "[]")]
    [InlineData("exp", "null")]
    [InlineData("nbf", "\"later\"")]
    [InlineData("nbf", "1e300")]
    [InlineData("iss", "7")]
    [InlineData("iss", "[\"https://issuer.example/tenant\"]")]
    [InlineData("aud", "7")]
    [InlineData("aud", "{}")]
    [InlineData("scope", "[\"reports.read\"]")]
    public async Task Authorizer_refuses_a_signed_member_of_the_wrong_type(string name, string json)
    {
        await using var rig = await AuthorizerRig.StartAsync();

        await Should.ThrowAsync<UnauthorizedAccessException>(() => rig.AskAsync(rig.Issuer.Rs256(rig.Issuer.With(name, JsonNode.Parse(json) ?? JsonValue.Create((string?)null)))));
    }

    [Fact]
    public async Task Good_token_allows_exactly_the_request_and_names_its_caller()
    {
        await using var rig = await AuthorizerRig.StartAsync();

        foreach (var token in new[] { rig.Issuer.Good, rig.Issuer.Es256(rig.Issuer.Claims) })
        {
            (await rig.AskAsync(token)).GetRawText().ShouldBe(
                $$$"""{"principalId":"alice","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["execute-api:Invoke"],"Resource":["{{{AuthorizerRig.Arn}}}"]}]},"context":{"sub":"alice","scope":"reports.read"}}""");
        }

        rig.Server.Fetches.ShouldBe(1);
        rig.Logs.Text.ShouldNotContain(rig.Issuer.Good.Split('.')[0]);
    }

    public static TheoryData<string> GoodTokens => [.. TokenCorpus.Good.Keys];

    [Theory]
    [MemberData(nameof(GoodTokens))]
    public async Task Authorizer_takes_a_token_when_it_is(string kind)
    {
        await using var rig = await AuthorizerRig.StartAsync();

        await rig.TakesAsync(TokenCorpus.Good[kind](rig.Issuer));
    }

    [Theory]
    [InlineData("""{"scope":"reports.read jobs.read.all"}""", "jobs.read.all reports.read")]
    [InlineData("""{"scp":"reports.read jobs.read.all"}""", "jobs.read.all reports.read")]
    [InlineData("""{"scp":["reports.read","jobs.read.all"]}""", "jobs.read.all reports.read")]
    [InlineData("""{"scope":""}""", "")]
    [InlineData("{}", "")]
    public async Task Scopes_are_text_or_a_list(string members, string expected)
    {
        await using var rig = await AuthorizerRig.StartAsync();
        var claims = rig.Issuer.With("scope", null);
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject()) claims[name] = value!.DeepClone();

        (await rig.AskAsync(rig.Issuer.Rs256(claims))).GetProperty("context").GetProperty("scope").GetString().ShouldBe(expected);
    }

    [Fact]
    public async Task Header_is_refused_when_it_is_not_one_bearer_token()
    {
        await using var rig = await AuthorizerRig.StartAsync();
        var good = "Bearer " + rig.Issuer.Good;

        await rig.RefusesAsync([], TokenRefusal.Missing);
        await rig.RefusesAsync([good, good], TokenRefusal.Missing);
        await rig.RefusesAsync(["Basic YWxpY2U6c2VjcmV0"], TokenRefusal.Missing);
        await rig.RefusesAsync(["Bearer"], TokenRefusal.Missing);
        await rig.RefusesAsync([rig.Issuer.Good], TokenRefusal.Missing);
        (await rig.AskAsync(["bearer  " + rig.Issuer.Good])).GetProperty("principalId").GetString().ShouldBe("alice");
    }

    [Fact]
    public async Task Other_types_are_taken_where_configured_but_no_ID_tokens()
    {
        await using var rig = await AuthorizerRig.StartAsync(takesAnyType: true);
        var plain = TestIssuer.Header("RS256", h => h["typ"] = "JWT");

        await rig.TakesAsync(rig.Issuer.Good);
        await rig.TakesAsync(rig.Issuer.With(plain));
        await rig.TakesAsync(rig.Issuer.With(TestIssuer.Header("RS256", h => h.Remove("typ"))));
        await rig.TakesAsync(rig.Issuer.Rs256(rig.Issuer.With("token_use", "access"), plain));
        await rig.TakesAsync(rig.Issuer.Rs256(rig.Issuer.With("typ", "Bearer"), plain));
        await rig.RefusesAsync(rig.Issuer.With(TestIssuer.Header("RS256", h => h["typ"] = "logout+jwt")), TokenRefusal.Type);
        await rig.RefusesAsync(rig.Issuer.Rs256(rig.Issuer.With("at_hash", "x"), plain), TokenRefusal.Type);
        await rig.RefusesAsync(rig.Issuer.Rs256(rig.Issuer.With("token_use", "id"), plain), TokenRefusal.Type);
        await rig.RefusesAsync(rig.Issuer.Rs256(rig.Issuer.With("typ", "ID"), plain), TokenRefusal.Type);
    }

    [Fact]
    public async Task Every_token_is_refused_without_an_issuer_and_the_log_says_why()
    {
        await using var rig = await AuthorizerRig.StartAsync(hasIssuer: false);

        (await Should.ThrowAsync<UnauthorizedAccessException>(() => rig.AskAsync(rig.Issuer.Good))).Message.ShouldBe("Unauthorized");

        rig.Logs.Text.ShouldContain("no issuer is configured (HOTH_TOKEN_ISSUER");
        rig.Server.Fetches.ShouldBe(0);
    }

    [Fact]
    public async Task No_mutation_of_a_good_token_is_taken_or_crashes()
    {
        await using var rig = await AuthorizerRig.StartAsync();
        var random = new Random(20261122);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.{}\"= \0";
        var good = rig.Issuer.Good;
        // The last character of a part has bits that mean nothing.
        var signed = good[..good.LastIndexOf('.')];

        for (var round = 0; round < 2000; round++)
        {
            var token = good.ToCharArray();
            for (var change = random.Next(1, 4); change > 0; change--) token[random.Next(signed.Length)] = Alphabet[random.Next(Alphabet.Length)];
            var text = new string(token);
            if (text == good) continue;
            await Should.ThrowAsync<UnauthorizedAccessException>(() => rig.AskAsync(text), text);
        }
    }
}
