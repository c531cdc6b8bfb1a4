using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon;

namespace Hoth.Compat;

/// <summary>How requests and responses are written in AWS JSON.</summary>
internal static class AwsJsonOptions
{
    public static JsonSerializerOptions Create(IJsonTypeInfoResolver types, JsonNamingPolicy naming, IEnumerable<JsonConverter> converters)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = naming,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new EpochSecondsConverter(), new MemoryStreamConverter() },
            TypeInfoResolver = types.WithAddedModifier(KeepWireMembers),
        };
        foreach (var converter in converters)
        {
            options.Converters.Add(converter);
        }

        return options;
    }

    private static void KeepWireMembers(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            // What the SDK's base classes declare (ResponseMetadata, HttpStatusCode, …) does not travel.
            if (property.DeclaringType.Namespace == "Amazon.Runtime")
            {
                type.Properties.RemoveAt(i);
            }
            else if (typeof(ICollection).IsAssignableFrom(property.PropertyType))
            {
                // With InitializeCollections an empty collection is what was never set.
                property.ShouldSerialize = static (_, value) => value is ICollection items && (items.Count > 0 || !AWSConfigs.InitializeCollections);
            }
        }
    }
}
