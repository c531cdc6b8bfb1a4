using Amazon.Lambda.APIGatewayEvents;

namespace Hoth.Functions.Http;

/// <summary>What API Gateway asks a request authorizer, with the member that the package's class leaves out.</summary>
public sealed class AuthorizerRequest : APIGatewayCustomAuthorizerRequest
{
    /// <summary>Every value of every header; <see cref="APIGatewayCustomAuthorizerRequest.Headers"/> has only the last of each.</summary>
    public IDictionary<string, IList<string>>? MultiValueHeaders { get; set; }

    /// <summary>The one value of a header, whatever the case of its name. Null when there is none, and when there are several: nobody knows which is meant.</summary>
    internal string? SingleHeader(string name)
    {
        var values = MultiValueHeaders is { } many
            ? many.Where(header => IsCalled(header.Key)).SelectMany(header => header.Value ?? [])
            : (Headers ?? new Dictionary<string, string>()).Where(header => IsCalled(header.Key)).Select(header => header.Value);
        return values.Take(2).ToList() is [var value] ? value : null;

        bool IsCalled(string key) => string.Equals(key, name, StringComparison.OrdinalIgnoreCase);
    }
}
