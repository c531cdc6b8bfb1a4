using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;
using Hoth.HttpJobs.Expressions;

namespace Hoth.HttpJobs.Http;

/// <summary>A request of a definition with every expression's value in it. Its URL has been checked against the allowed origins.</summary>
internal sealed record HttpJobRequest(Requester Requester, Uri Url, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body, string? ContentType)
{
    private const int LongestUrl = 8192;

    /// <summary>Makes the request of a step.</summary>
    /// <exception cref="HttpJobException">A value is not there, or the request would go where it must not.</exception>
    public static HttpJobRequest Create(Requester requester, ExpressionValues values) => Create(requester, values, TargetOf(requester, values));

    /// <summary>The same request for another URL: the next page.</summary>
    /// <inheritdoc cref="Create(Requester, ExpressionValues)"/>
    public static HttpJobRequest Create(Requester requester, ExpressionValues values, Uri url)
    {
        if (!requester.Origins.Any(o => o.Allows(url)))
        {
            throw HttpJobException.NotAllowed($"{requester.Step} would go to {url.Scheme}://{url.Authority}, which is not among its allowed_origins; nothing was sent.");
        }

        var headers = requester.Headers.Select(h => (h.Name, HeaderValue(requester, h.Name, h.Value.Render(values)))).ToList();
        var (body, contentType) = BodyOf(requester.Body, values);
        return new HttpJobRequest(requester, url, headers, body, contentType);
    }

    /// <summary>The URL of a step with its query.</summary>
    public static Uri TargetOf(Requester requester, ExpressionValues values)
    {
        // What a URL begins with is a URL itself; everything after that is data and must not become a path or a host.
        var text = requester.Url.Render(values, Encode, verbatimFirst: true);
        var basis = requester.Url.First?.BaseUrl(values);
        if (text.Length > LongestUrl || text.Any(c => c is <= ' ' or > '~' or '\\')) throw HttpJobException.Malformed($"The URL of {requester.Step} has characters that no URI has, or is over {LongestUrl} characters long.");
        if (!TryCombine(basis, text, out var url)) throw HttpJobException.Malformed($"The URL of {requester.Step} is no absolute URI.");
        return requester.Query.Aggregate(url, (u, q) => WithQuery(u, q.Name, q.Value.Render(values)));
    }

    /// <summary>The URL with a query parameter set; one of that name is replaced.</summary>
    public static Uri WithQuery(Uri url, string name, string value)
    {
        var encoded = Uri.EscapeDataString(name);
        var others = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(p => p.Split('=')[0] != encoded);
        return new Uri($"{url.GetLeftPart(UriPartial.Path)}?{string.Join('&', [.. others, $"{encoded}={Uri.EscapeDataString(value)}"])}");
    }

    private static bool TryCombine(string? basis, string text, out Uri url)
    {
        Uri? found = null;
        var isAbsolute = text.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out found);
        if (!isAbsolute && basis is not null) CspLocation.TryCombine(new Uri(basis), text, out found);
        url = found!;
        return found is not null;
    }

    private static string Encode(string value) =>
        value is "" or "." or ".." ? throw HttpJobException.Malformed("An expression in a URL is empty, '.' or '..'.") : Uri.EscapeDataString(value);

    private static string HeaderValue(Requester requester, string name, string value) =>
        value.All(c => c is >= ' ' and <= '~' or '\t') ? value : throw HttpJobException.Malformed($"The header {name} of {requester.Step} has characters that no header may have.");

    private static (byte[]? Body, string? ContentType) BodyOf(RequestBody? body, ExpressionValues values) => body switch
    {
        null => (null, null),
        { Json: { } json } => (WriteJson(json, body.JsonTexts, values), "application/json"),
        { Form: { } form } => (Encoding.ASCII.GetBytes(string.Join('&', form.Select(f => $"{WebUtility.UrlEncode(f.Name)}={WebUtility.UrlEncode(f.Value.Render(values))}"))), "application/x-www-form-urlencoded"),
        _ => (Encoding.UTF8.GetBytes(body.Text!.Render(values)), "text/plain; charset=utf-8"),
    };

    private static byte[] WriteJson(JsonElement json, IReadOnlyDictionary<string, Template> texts, ExpressionValues values)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer)) WriteValue(writer, json, texts, values);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonElement value, IReadOnlyDictionary<string, Template> texts, ExpressionValues values)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    WriteValue(writer, property.Value, texts, values);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) WriteValue(writer, item, texts, values);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when texts.TryGetValue(value.GetString()!, out var template):
                template.WriteJson(writer, values);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
