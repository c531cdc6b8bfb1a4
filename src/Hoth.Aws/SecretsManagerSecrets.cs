using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Hoth.Ports;

namespace Hoth.Aws;

/// <summary>Secrets from AWS Secrets Manager: their current version.</summary>
/// <param name="secrets">The client, made at the first call.</param>
public sealed class SecretsManagerSecrets(Lazy<IAmazonSecretsManager> secrets) : ISecrets
{
    /// <summary>On a client that is there already.</summary>
    public SecretsManagerSecrets(IAmazonSecretsManager secrets)
        : this(new Lazy<IAmazonSecretsManager>(secrets))
    {
    }

    /// <inheritdoc />
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var request = new GetSecretValueRequest { SecretId = name };
        try
        {
            var secret = await AwsCall.RunAsync("secret store", ct => secrets.Value.GetSecretValueAsync(request, ct), cancellationToken);
            return secret.SecretString ?? throw new InvalidOperationException($"The secret {name} is binary; Hoth's secrets are text.");
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }
}
