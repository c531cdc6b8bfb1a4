using System.Text.Json;
using Amazon.Runtime.Internal;
using Amazon.SecretsManager.Model;
using Hoth.Compat;

namespace Amazon.SecretsManager;

/// <summary>What is particular to the service: names, versions, operations.</summary>
internal static class SecretsManagerService
{
    public static readonly AwsJsonService Description = new(
        Name: "Amazon.SecretsManager",
        ServiceId: "Secrets Manager",
        EndpointPrefix: "secretsmanager",
        TargetPrefix: "secretsmanager",
        JsonVersion: "1.1",
        ApiVersion: "2017-10-17",
        ToException: SecretsManagerErrors.ToException);

    public static readonly AwsEndpoints Endpoints = new(Description.EndpointPrefix);

    private static readonly JsonSerializerOptions Json = AwsJsonOptions.Create(
        SecretsManagerJson.Default,
        null,
        []);

    public static readonly InvokeOptions GetSecretValue = Description.Operation<GetSecretValueRequest, GetSecretValueResponse>("GetSecretValue", Json);
}
