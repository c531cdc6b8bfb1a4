using System.Text.Json.Serialization;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager;

/// <summary>Serialization without reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(GetSecretValueRequest))]
[JsonSerializable(typeof(GetSecretValueResponse))]
internal sealed partial class SecretsManagerJson : JsonSerializerContext;
