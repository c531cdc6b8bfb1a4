using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport.Logging;

/// <summary>One JSON object a line, with a member for each property that the message template names.</summary>
internal static class JsonLogFormat
{
    public static string Format(LogLine line)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", line.Timestamp);
            writer.WriteString("level", line.Level.ToString());
            WriteIfAny(writer, "requestId", line.Invocation?.AwsRequestId);
            WriteIfAny(writer, "tenantId", line.Invocation?.TenantId);
            WriteIfAny(writer, "traceId", line.Invocation?.TraceId);
            writer.WriteString("message", line.Message.Render());
            foreach (var (name, value) in line.Message.Properties())
            {
                writer.WritePropertyName(name);
                WriteValue(writer, value);
            }

            WriteException(writer, line.Exception);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteIfAny(Utf8JsonWriter writer, string name, string value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case byte or sbyte or short or ushort or int or uint or long: writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): writer.WriteNumberValue(number); break;
            case byte[] bytes: writer.WriteStringValue(Convert.ToHexString(bytes)); break;
            case IDictionary members: WriteMembers(writer, members); break;
            case IList items: WriteItems(writer, items); break;
            default: writer.WriteStringValue(MessageTemplate.Text(value, null)); break;
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, IDictionary members)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry member in members)
        {
            writer.WritePropertyName(member.Key.ToString() ?? string.Empty);
            WriteValue(writer, member.Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter writer, IList items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            WriteValue(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteException(Utf8JsonWriter writer, Exception exception)
    {
        if (exception is null)
        {
            return;
        }

        writer.WriteString("errorType", exception.GetType().FullName);
        writer.WriteString("errorMessage", exception.Message);
        writer.WriteStartArray("stackTrace");
        foreach (var line in exception.ToString().Split('\n', StringSplitOptions.TrimEntries))
        {
            writer.WriteStringValue(line);
        }

        writer.WriteEndArray();
    }
}
