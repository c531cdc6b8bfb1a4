namespace Hoth.Infra.Tests;

[Collection(nameof(Stacks))]
public sealed class VariantTests(Stacks stacks)
{
    [Fact]
    public void No_template_names_a_partition()
    {
        foreach (var stack in stacks.All)
        {
            stack.Text.ShouldNotContain("arn:aws:", Case.Insensitive, stack.Name);
            stack.Text.Replace("arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1", "", StringComparison.Ordinal).ShouldNotContain("arn:aws-", Case.Insensitive, stack.Name);
        }
    }

    [Fact]
    public void GovCloud_variant_leaves_out_what_GovCloud_does_not_have()
    {
        stacks.GovCloud.Functions.Values.Where(f => f["LoggingConfig"] is not null || f["SnapStart"] is not null).ShouldBeEmpty();
        stacks.GovCloud.OfType("AWS::Lambda::Url").ShouldBeEmpty();
        stacks.Default.Functions.Values.Where(f => f["LoggingConfig"]?["LogFormat"]?.GetValue<string>() != "JSON").ShouldBeEmpty();
        // Nothing else is missing there.
        stacks.GovCloud.Resources.Select(r => r.Id).ShouldBe(stacks.Default.Resources.Select(r => r.Id));
    }

    [Fact]
    public void Permissions_boundary_bounds_every_role_and_user()
    {
        foreach (var resource in stacks.Restricted.Resources.Where(r => r.Type is "AWS::IAM::Role" or "AWS::IAM::User"))
        {
            stacks.Restricted.Resolve(resource["PermissionsBoundary"]).ShouldBe("arn:aws-us-gov:iam::123456789012:policy/Boundary", resource.Id);
        }

        stacks.Default.Resources.Where(r => r["PermissionsBoundary"] is not null).ShouldBeEmpty();
    }

    [Fact]
    public void Functions_run_in_the_network_that_the_context_names()
    {
        foreach (var function in stacks.Restricted.Functions.Values)
        {
            function["VpcConfig"]!["SubnetIds"]!.ToJsonString().ShouldBe("""["subnet-0a1b2c3d","subnet-0a1b2c3e"]""");
        }

        stacks.Restricted.OfType("AWS::EC2::SecurityGroup").ShouldHaveSingleItem()["SecurityGroupIngress"].ShouldBeNull();
        stacks.Default.Functions.Values.Where(f => f["VpcConfig"] is not null).ShouldBeEmpty();
    }

    [Fact]
    public void Public_address_is_told_to_the_functions_when_there_is_one()
    {
        stacks.Restricted.Functions.Values.Select(f => f["Environment"]!["Variables"]!["HOTH_PUBLIC_URL"]?.GetValue<string>()).Distinct().ShouldBe(["https://hoth.example.com/v1"]);
        stacks.Default.Functions.Values.Where(f => f["Environment"]!["Variables"]!["HOTH_PUBLIC_URL"] is not null).ShouldBeEmpty();
    }

    [Fact]
    public void Authorizers_alone_know_whose_tokens_are_good()
    {
        TokenVariables(stacks.Restricted).ShouldBe(
        [
            "AuthorizeBearer HOTH_TOKEN_AUDIENCE=hoth", "AuthorizeBearer HOTH_TOKEN_ISSUER=https://issuer.example.com/tenant",
            "AuthorizeBearer HOTH_TOKEN_JWKS_URL=https://issuer.example.com/tenant/keys", "AuthorizeBearer HOTH_TOKEN_TYPE=at+jwt",
        ]);
        TokenVariables(stacks.Default).ShouldBeEmpty();
    }

    [Fact]
    public void Same_context_gives_the_same_template() => stacks.Synthesize("again").Text.ShouldBe(stacks.Default.Text);

    private static IEnumerable<string> TokenVariables(SynthesizedStack stack) =>
        from function in stack.Functions
        from variable in function.Value["Environment"]!["Variables"]!.AsObject()
        where variable.Key.StartsWith("HOTH_TOKEN_", StringComparison.Ordinal)
        orderby variable.Key
        select $"{function.Key} {variable.Key}={variable.Value}";
}
