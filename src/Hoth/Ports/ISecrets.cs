namespace Hoth.Ports;

/// <summary>Secrets by name. Callers cache; this does not.</summary>
public interface ISecrets
{
    /// <summary>The secret's text (for a CSP: JSON <c>{ "clientId", "clientSecret" }</c>), or null when there is no secret of that name.</summary>
    /// <exception cref="PortUnavailableException">The secret store cannot be reached or refuses.</exception>
    Task<string?> FindAsync(string name, CancellationToken cancellationToken);
}
