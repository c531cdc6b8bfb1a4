using System.Text.Json.Serialization;

namespace Hoth.MockCsp.Behaviours;

/// <summary>Scripts as files: camelCase, times as hh:mm:ss, and a member that does not exist is an error rather than a surprise.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(CspBehaviour))]
[JsonSerializable(typeof(Dictionary<string, CspBehaviour>))]
internal sealed partial class ScriptJson : JsonSerializerContext;
