using System.Globalization;
using Amazon.Lambda.APIGatewayEvents;
using Hoth.Local.Invocation;
using Hoth.Ports;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Hoth.Local.FrontDoor;

/// <summary>
/// Makes the event that an API Gateway REST API would send (payload format 1.0): path parameters as the client encoded them, query
/// parameters decoded, of repeated headers and parameters the last one in the single-value maps.
/// </summary>
internal sealed class ProxyRequests(Uri address, IIds ids, TimeProvider time)
{
    private const string Stage = "local";

    private readonly string _domain = address.Authority;

    /// <summary>The event without its body.</summary>
    public APIGatewayProxyRequest From(HttpContext http, string path, string? template, Dictionary<string, string>? parameters)
    {
        var (headers, manyHeaders) = HeadersOf(http.Request.Headers);
        var (query, manyQuery) = QueryOf(http.Request.QueryString.Value);
        return new APIGatewayProxyRequest
        {
            Resource = template!,
            Path = path,
            HttpMethod = http.Request.Method,
            Headers = headers,
            MultiValueHeaders = manyHeaders,
            QueryStringParameters = query!,
            MultiValueQueryStringParameters = manyQuery!,
            PathParameters = parameters!,
            RequestContext = ContextOf(http, path, template),
        };
    }

    /// <summary>The path as the client sent it.</summary>
    public static string PathOf(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        // Absolute form (RFC 9112 section 3.2.2) is what proxies are sent.
        if (!target.StartsWith('/')) return Uri.TryCreate(target, UriKind.Absolute, out var uri) ? uri.AbsolutePath : "";
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? target : target[..query];
    }

    private APIGatewayProxyRequest.ProxyRequestContext ContextOf(HttpContext http, string path, string? template)
    {
        var now = time.GetUtcNow();
        return new()
        {
            RequestId = ids.NewId(),
            AccountId = LocalArn.Account,
            ApiId = Stage,
            Stage = Stage,
            Path = path,
            ResourcePath = template!,
            HttpMethod = http.Request.Method,
            DomainName = _domain,
            RequestTime = now.ToString("dd/MMM/yyyy:HH:mm:ss zz00", CultureInfo.InvariantCulture),
            RequestTimeEpoch = now.ToUnixTimeMilliseconds(),
            Identity = new()
            {
                SourceIp = http.Connection.RemoteIpAddress?.ToString() ?? "",
                UserAgent = http.Request.Headers.UserAgent.ToString(),
            },
        };
    }

    private static (Dictionary<string, string>, Dictionary<string, IList<string>>) HeadersOf(IHeaderDictionary headers)
    {
        var single = new Dictionary<string, string>(headers.Count);
        var many = new Dictionary<string, IList<string>>(headers.Count);
        foreach (var (name, values) in headers)
        {
            if (values.Count == 0) continue;
            single[name] = values[^1] ?? "";
            many[name] = values.ToArray()!;
        }

        return (single, many);
    }

    private static (Dictionary<string, string>?, Dictionary<string, IList<string>>?) QueryOf(string? query)
    {
        // API Gateway sends null, not an empty map.
        if (query is not { Length: > 1 }) return (null, null);
        var single = new Dictionary<string, string>();
        var many = new Dictionary<string, IList<string>>();
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var (name, value) = (pair.DecodeName().ToString(), pair.DecodeValue().ToString());
            single[name] = value;
            if (many.TryGetValue(name, out var values)) values.Add(value);
            else many[name] = new List<string> { value };
        }

        return (single, many);
    }
}
