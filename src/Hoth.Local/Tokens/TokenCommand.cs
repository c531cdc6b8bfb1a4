using Hoth.Local.CommandLine;
using Hoth.Local.Hosting;

namespace Hoth.Local.Tokens;

/// <summary>Prints a token of the development issuer, and nothing else.</summary>
internal static class TokenCommand
{
    /// <exception cref="StartException">There is no development issuer.</exception>
    public static int Run(LocalOptions options, TokenRequest request)
    {
        using var issuer = LocalTokens.OpenForTokens(options, TimeProvider.System);
        Console.WriteLine(issuer.Issue(request.Subject, request.Scope, request.Lifetime));
        return 0;
    }
}
