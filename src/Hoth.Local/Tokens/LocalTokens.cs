using Hoth.Functions.Tokens;
using Hoth.Local.CommandLine;
using Hoth.Local.FrontDoor;
using Hoth.Local.Hosting;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.Tokens;

/// <summary>
/// Whose tokens this host takes: those of the issuer that the command line names; else, on loopback, those of the development issuer; else
/// nobody's. The data directory keeps which it was, so that nobody is given a token that the host refuses.
/// </summary>
internal sealed class LocalTokens : IDisposable
{
    private const string IssuerFile = "token-issuer";
    private const string Nobody = "nobody";

    private LocalTokens(TokenSettings? settings, DevelopmentIssuer? issuer) => (Settings, Issuer) = (settings, issuer);

    /// <summary>For the authorizer; null: it refuses all.</summary>
    public TokenSettings? Settings { get; }

    /// <summary>The development issuer; null: it is off.</summary>
    public DevelopmentIssuer? Issuer { get; }

    /// <summary>Decides for a host that starts.</summary>
    /// <exception cref="StartException">The data directory cannot be used.</exception>
    public static LocalTokens Open(LocalOptions options, Uri frontDoor, TimeProvider time, ILogger logger)
    {
        var isDevelopment = options.Tokens is null && !FrontDoorServer.IsPublic(options.Url);
        var tokens = isDevelopment
            ? new LocalTokens(DevelopmentIssuer.SettingsFor(frontDoor), DevelopmentIssuer.Open(options.DataDirectory, time))
            : new LocalTokens(options.Tokens, null);
        Remember(options.DataDirectory, tokens.Settings?.Issuer ?? Nobody);
        if (tokens.Settings is null) Log.NoTokens(logger);
        return tokens;
    }

    /// <summary>The development issuer of a data directory, whether its host runs or not.</summary>
    /// <exception cref="StartException">The host there was last started with another issuer, or the directory cannot be used.</exception>
    public static DevelopmentIssuer OpenForTokens(LocalOptions options, TimeProvider time)
    {
        var path = Path.Combine(options.DataDirectory, IssuerFile);
        if (File.Exists(path) && File.ReadAllText(path) is var last && last != DevelopmentIssuer.Name)
        {
            throw new StartException(last == Nobody
                ? $"The host of {options.DataDirectory} takes no tokens: it listens on an address that other machines can reach, and no --issuer was named."
                : $"The host of {options.DataDirectory} takes the tokens of {last} (--issuer): the development issuer is off.");
        }

        return DevelopmentIssuer.Open(options.DataDirectory, time);
    }

    public void Dispose() => Issuer?.Dispose();

    private static void Remember(string dataDirectory, string issuer)
    {
        try
        {
            File.WriteAllText(Path.Combine(dataDirectory, IssuerFile), issuer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The data directory {dataDirectory} cannot be used: {e.Message}", e);
        }
    }
}
