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
        var address = new StringBuilder(baseUrl.AbsoluteUri.TrimEnd('/'));
        foreach (var segment in request.Operation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            address.Append('/').Append(Fill(segment, request, variables));
        }

        var separator = '?';
        foreach (var (name, text) in request.Parameters.Where(p => p.In == "query").SelectMany(p => p.Texts.Select(text => (p.Name, text))))
        {
            address.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(text));
            separator = '&';
        }

        return new Uri(address.ToString());
    }

    /// <summary>The whole request, but for its credentials.</summary>
    public static HttpRequestMessage Write(Uri address, CaseRequest request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Operation.Method), address);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.MediaType ?? "application/json");
        }

        message.Headers.Accept.ParseAdd("application/json, application/problem+json, */*;q=0.1");
        var cookies = string.Join("; ", request.Parameters.Where(p => p.In == "cookie").Select(p => $"{p.Name}={Uri.EscapeDataString(p.Text)}"));
        if (cookies.Length > 0) message.Headers.TryAddWithoutValidation("Cookie", cookies);
        foreach (var header in request.Parameters.Where(p => p.In == "header")) message.Headers.TryAddWithoutValidation(header.Name, header.Text);
        return message;
    }

    private static string Fill(string segment, CaseRequest request, IReadOnlyDictionary<string, string> variables)
    {
        if (segment is not ['{', .., '}']) return segment;
        var value = request.Path[segment[1..^1]];
        var text = !value.IsVariable ? value.Text : variables.GetValueOrDefault(value.Text) ?? throw new NotRunException($"No value is known for {segment}.");
        return Uri.EscapeDataString(text);
    }
}

/// <summary>A scenario cannot be run; the message says why, for people.</summary>
/// <param name="reason">Why.</param>
public sealed class NotRunException(string reason) : Exception(reason);
