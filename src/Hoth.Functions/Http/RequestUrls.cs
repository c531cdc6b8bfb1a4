using Amazon.Lambda.APIGatewayEvents;

namespace Hoth.Functions.Http;

/// <summary>Absolute URLs of this API for Location and the like, never taken from the Host header, which the client writes.</summary>
public sealed class RequestUrls
{
    private readonly string _base;

    private RequestUrls(string baseUrl) => _base = baseUrl;

    /// <summary>
    /// The configured base, or else what API Gateway says about the request: its domain name (it routes by it, so it is one of the API's own),
    /// and what <c>requestContext.path</c> has in front of the route: the stage, or a custom domain's base path, or both, or neither.
    /// </summary>
    /// <exception cref="InvalidOperationException">Neither is there.</exception>
    public static RequestUrls For(APIGatewayProxyRequest request, Uri? publicUrl)
    {
        if (publicUrl is not null) return new RequestUrls(publicUrl.AbsoluteUri.TrimEnd('/'));
        if (request.RequestContext is not { DomainName.Length: > 0, Path: { } path } context || request.Resource is not { } resource)
        {
            throw new InvalidOperationException("No HOTH_PUBLIC_URL, and the request context has no domain name and path.");
        }

        var segments = path.TrimEnd('/').Split('/');
        var routeSegments = resource.TrimEnd('/').Count(c => c == '/');
        return new RequestUrls($"https://{context.DomainName}{string.Join('/', segments.SkipLast(routeSegments))}");
    }

    /// <summary>The URL of a path of this API.</summary>
    /// <param name="template">A route template: <c>/cost-jobs/{requestId}</c>.</param>
    /// <param name="parameters">The values for its parameters in order; percent-encoded here.</param>
    public string Of(string template, params ReadOnlySpan<string> parameters)
    {
        var segments = template.Split('/');
        var next = 0;
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i] is ['{', .., '}']) segments[i] = Uri.EscapeDataString(parameters[next++]);
        }

        return _base + string.Join('/', segments);
    }
}
