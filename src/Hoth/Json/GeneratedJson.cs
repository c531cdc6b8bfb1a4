using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Hoth.Json;

/// <summary>Writing JSON by the code that the serializer's generator made, without the serializer.</summary>
/// <remarks><see cref="JsonSerializer"/> first makes a model of every type that could be in the value, which is some milliseconds of a cold start.</remarks>
internal static class GeneratedJson
{
    /// <summary>JSON text, as <see cref="JsonSerializer"/> would write it.</summary>
    /// <param name="value">What is written.</param>
    /// <param name="write">The generated …SerializeHandler of its type.</param>
    public static string Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(text)) write(writer, value);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
