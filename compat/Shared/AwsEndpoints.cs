using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using static Amazon.Runtime.Internal.Endpoints.StandardLibrary.Fn;

namespace Hoth.Compat;

/// <summary>The endpoint rules that most services share: custom endpoint, FIPS, dual stack, plain.</summary>
/// <param name="prefix">First part of the host name.</param>
/// <param name="fipsException">Region and partition to the FIPS endpoint where that has a name of its own, null elsewhere.</param>
internal sealed class AwsEndpoints(string prefix, Func<string, string, string> fipsException = null) : IEndpointProvider
{
    /// <exception cref="AmazonClientException">No region, or the partition lacks what is asked for.</exception>
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var fips = parameters["UseFIPS"] is true;
        var dualStack = parameters["UseDualStack"] is true;
        if (parameters["Endpoint"] is string { Length: > 0 } url)
        {
            return fips ? throw Refuse("Invalid Configuration: FIPS and custom endpoint are not supported")
                : dualStack ? throw Refuse("Invalid Configuration: Dualstack and custom endpoint are not supported")
                : new Endpoint(url);
        }

        if (parameters["Region"] is not string { Length: > 0 } region)
        {
            throw Refuse("Invalid Configuration: Missing Region");
        }

        return new Endpoint(Regional(region, fips, dualStack));
    }

    private string Regional(string region, bool fips, bool dualStack)
    {
        var partition = Partition(region);
        var hasFips = partition["supportsFIPS"] is true;
        var hasDualStack = partition["supportsDualStack"] is true;
        return (fips, dualStack) switch
        {
            (true, true) when hasFips && hasDualStack => $"https://{prefix}-fips.{region}.{partition["dualStackDnsSuffix"]}",
            (true, true) => throw Refuse("FIPS and DualStack are enabled, but this partition does not support one or both"),
            (true, false) when hasFips => fipsException?.Invoke(region, (string)partition["name"]) ?? $"https://{prefix}-fips.{region}.{partition["dnsSuffix"]}",
            (true, false) => throw Refuse("FIPS is enabled but this partition does not support FIPS"),
            (false, true) when hasDualStack => $"https://{prefix}.{region}.{partition["dualStackDnsSuffix"]}",
            (false, true) => throw Refuse("DualStack is enabled but this partition does not support DualStack"),
            _ => $"https://{prefix}.{region}.{partition["dnsSuffix"]}",
        };
    }

    private static AmazonClientException Refuse(string reason) => new(reason);
}
