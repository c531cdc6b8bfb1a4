using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Hoth.QaRuns.Specs;

/// <summary>YAML as JSON, by the core schema of YAML 1.2 (section 10.3): <c>2023-12</c> and <c>yes</c> are text.</summary>
internal static partial class YamlText
{
    /// <summary>So much JSON may come of it: aliases repeat what they stand for, and aliases of aliases explode.</summary>
    private const int MaxNodes = 500_000;

    /// <exception cref="SpecException">It is not one YAML document that JSON can express.</exception>
    public static ReadOnlyMemory<byte> ToJson(ReadOnlyMemory<byte> utf8)
    {
        var yaml = new YamlStream();
        try
        {
            using var reader = new StringReader(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8.Span));
            yaml.Load(reader);
        }
        catch (YamlException e)
        {
            throw new SpecException($"The specification must be JSON or YAML: wrong at line {e.Start.Line}, column {e.Start.Column}.");
        }
        catch (DecoderFallbackException)
        {
            throw new SpecException("The specification must be UTF-8.");
        }

        if (yaml.Documents.Count != 1) throw new SpecException("The specification must be one document.");
        var buffer = new ArrayBufferWriter<byte>(utf8.Length);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true })) new Writing(writer).Write(yaml.Documents[0].RootNode, 0);
        return buffer.WrittenMemory;
    }

    private sealed class Writing(Utf8JsonWriter writer)
    {
        private int _nodes;

        public void Write(YamlNode node, int depth)
        {
            if (++_nodes > MaxNodes || depth > Json.StrictJson.MaxDepth) throw new SpecException($"The specification must have at most {MaxNodes} values, at most {Json.StrictJson.MaxDepth} levels deep.");
            switch (node)
            {
                case YamlMappingNode mapping:
                    writer.WriteStartObject();
                    foreach (var (key, value) in mapping.Children)
                    {
                        writer.WritePropertyName(key is YamlScalarNode name ? name.Value ?? "" : throw new SpecException($"The specification's keys must be text: wrong at line {key.Start.Line}."));
                        Write(value, depth + 1);
                    }

                    writer.WriteEndObject();
                    break;
                case YamlSequenceNode sequence:
                    writer.WriteStartArray();
                    foreach (var item in sequence.Children) Write(item, depth + 1);
                    writer.WriteEndArray();
                    break;
                case YamlScalarNode scalar:
                    WriteScalar(scalar);
                    break;
                default:
                    throw new SpecException($"The specification has an alias that stands for itself at line {node.Start.Line}.");
            }
        }

        private void WriteScalar(YamlScalarNode scalar)
        {
            var text = scalar.Value ?? "";
            if (scalar.Style != ScalarStyle.Plain || scalar.Tag is { IsEmpty: false, Value: "tag:yaml.org,2002:str" }) writer.WriteStringValue(text);
            else if (text is "" or "~" or "null" or "Null" or "NULL") writer.WriteNullValue();
            else if (text is "true" or "True" or "TRUE") writer.WriteBooleanValue(true);
            else if (text is "false" or "False" or "FALSE") writer.WriteBooleanValue(false);
            else if (JsonNumber().IsMatch(text)) writer.WriteRawValue(text, skipInputValidation: true);
            else if (OtherNumber().IsMatch(text)) writer.WriteNumberValue(OtherNumberOf(text));
            else writer.WriteStringValue(text);
        }

        private static decimal OtherNumberOf(string text)
        {
            if (text.StartsWith("0x", StringComparison.Ordinal)) return long.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (text.StartsWith("0o", StringComparison.Ordinal)) return Convert.ToInt64(text[2..], 8);
            return decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        }
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();

    /// <summary>What YAML writes as a number and JSON does not: a plus sign, leading zeros, a bare point, hexadecimal and octal.</summary>
    [GeneratedRegex(@"^([-+]?(\.[0-9]{1,20}|[0-9]{1,20}(\.[0-9]{0,8})?)|0x[0-9a-fA-F]{1,15}|0o[0-7]{1,20})\z", RegexOptions.CultureInvariant)]
    private static partial Regex OtherNumber();
}
