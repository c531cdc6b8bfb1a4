using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.PortContracts;

/// <summary>What every <see cref="ISecrets"/> promises.</summary>
public abstract class SecretsContract
{
    /// <summary>The secrets under test.</summary>
    protected abstract ISecrets Secrets { get; }

    /// <summary>Sets up a secret, in whatever way the store has.</summary>
    protected abstract Task AddAsync(string name, string text);

    [SkippableFact]
    public async Task Secret_is_found_as_it_was_set()
    {
        const string Text = """{ "clientId": "id", "clientSecret": "ä\"🜚" }""";
        await AddAsync("contract/secret-1", Text);

        (await Secrets.FindAsync("contract/secret-1", default)).ShouldBe(Text);
    }

    [SkippableFact]
    public async Task Secret_that_is_not_there_is_null()
    {
        (await Secrets.FindAsync("contract/no-such-secret", default)).ShouldBeNull();
    }

    [SkippableFact]
    public async Task Secrets_do_not_mix()
    {
        await AddAsync("contract/secret-2", "two");
        await AddAsync("contract/secret-3", "three");

        (await Secrets.FindAsync("contract/secret-2", default)).ShouldBe("two");
        (await Secrets.FindAsync("contract/secret-3", default)).ShouldBe("three");
    }
}
