using System.Net.Http.Headers;
using System.Text;
using Hoth.QaRuns.Scenarios;

namespace Hoth.QaRuns.Execution;

/// <summary>Writes requests. Every address begins with the target's base URL, so that no credential goes elsewhere.</summary>
internal static class RequestWriter
{
    /// <summary>The address of a request.</summary>
    /// <param name="baseUrl">The target's.</param>
    /// <param name="request">The request.</param>
    /// <param name="variables">What its variables stand for.</param>
    /// <exception cref="NotRunException">A variable stands for nothing.</exception>
    public static Uri AddressOf(Uri baseUrl, CaseRequest request, IReadOnlyDictionary<string, string> variables)
    {
        var address = new StringBuilder(baseUrl.AbsoluteUri.TrimEnd('/')).Append(ResourcePath.Fill(request.Operation.Path, name => ValueOf(name, request, variables)));
        var separator = '?';
        foreach (var (name, text) in request.Parameters.Where(p => p.In == "query").SelectMany(p => p.Texts.Select(text => (p.Name, text))))
        {
            address.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(text));
            separator = '&';
        }

        return new Uri(address.ToString());
    }

    /// <summary>The whole request, but for its credentials.</summary>
    /// <exception cref="NotRunException">The media type that the specification lists is none.</exception>
    public static HttpRequestMessage Write(Uri address, CaseRequest request)
    {
        MediaTypeHeaderValue? mediaType = null;
        if (request.Body is not null && !MediaTypeHeaderValue.TryParse(request.MediaType ?? "application/json", out mediaType))
        {
            throw new NotRunException($"Nothing can be sent as {request.MediaType}: that is no media type (RFC 9110, section 8.3.1).");
        }

        var message = new HttpRequestMessage(new HttpMethod(request.Operation.Method), address);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            message.Content.Headers.ContentType = mediaType;
        }

        message.Headers.Accept.ParseAdd("application/json, application/problem+json, */*;q=0.1");
        var cookies = string.Join("; ", request.Parameters.Where(p => p.In == "cookie").Select(p => $"{p.Name}={Uri.EscapeDataString(p.Text)}"));
        if (cookies.Length > 0) message.Headers.TryAddWithoutValidation("Cookie", cookies);
        foreach (var header in request.Parameters.Where(p => p.In == "header")) message.Headers.TryAddWithoutValidation(header.Name, header.Text);
        return message;
    }

    private static string ValueOf(string name, CaseRequest request, IReadOnlyDictionary<string, string> variables)
    {
        var value = request.Path[name];
        return !value.IsVariable ? value.Text : variables.GetValueOrDefault(value.Text) ?? throw new NotRunException($"No value is known for {{{name}}}.");
    }
}

/// <summary>A scenario cannot be run; the message says why, for people.</summary>
/// <param name="reason">Why.</param>
public sealed class NotRunException(string reason) : Exception(reason);
