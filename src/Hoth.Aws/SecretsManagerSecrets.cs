using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Hoth.Ports;

namespace Hoth.Aws;

/// <summary>Secrets from AWS Secrets Manager: their current version.</summary>
public sealed class SecretsManagerSecrets(IAmazonSecretsManager secrets) : ISecrets
{
    /// <inheritdoc />
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var request = new GetSecretValueRequest { SecretId = name };
        try
        {
            var secret = await AwsCall.RunAsync("secret store", ct => secrets.GetSecretValueAsync(request, ct), cancellationToken);
            return secret.SecretString ?? throw new InvalidOperationException($"The secret {name} is binary; Hoth's secrets are text.");
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }
}
