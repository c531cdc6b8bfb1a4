using System.Net;

namespace Hoth.CloudProviders;

/// <summary>
/// The environment's proxy, for https only: through it the proxy sees a tunnel. Plain http is allowed to loopback hosts only,
/// and must not show its token to a proxy.
/// </summary>
internal sealed class TlsOnlyProxy(IWebProxy environment) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => environment.Credentials;
        set => environment.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => environment.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.Scheme != Uri.UriSchemeHttps || environment.IsBypassed(host);
}
