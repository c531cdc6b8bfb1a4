using Hoth.Aws;
using Hoth.CloudProviders;
using Hoth.Functions.Composition;
using Hoth.Functions.Logging;
using Hoth.Functions.Tokens;
using Hoth.HttpJobs.Definitions;
using Hoth.Ports;
using Hoth.QaRuns.Runs;
using Microsoft.Extensions.Logging;

namespace Hoth.Functions.Hosting;

/// <summary>The host's part of the composition in Lambda: the ports on AWS, the clock, ids, and log lines on standard output.</summary>
internal static class AwsHost
{
    /// <summary>Absolute URL of the API as clients see it; not set: taken from each request's context.</summary>
    public const string PublicUrlVariable = "HOTH_PUBLIC_URL";

    /// <summary>Trace, Debug, Information (the default), Warning, Error or Critical.</summary>
    public const string LogLevelVariable = "HOTH_LOG_LEVEL";

    /// <summary>Path of the CSP directory: a layer's, for example, so that it changes without a new package. Not set: <see cref="CspsFile"/>.</summary>
    private const string CspsVariable = "HOTH_CSPS";

    /// <summary>The CSP directory packed beside the executable.</summary>
    private const string CspsFile = "csps.json";

    /// <summary>Path of the folder of HTTP job definitions. Not set: <see cref="HttpJobsFolder"/>, if there is one.</summary>
    private const string HttpJobsVariable = "HOTH_HTTP_JOBS";

    /// <summary>The definitions packed beside the executable.</summary>
    private const string HttpJobsFolder = "http-jobs";

    /// <summary>Makes the ports from environment variables; calls nobody.</summary>
    /// <exception cref="AwsSettingsException">The environment is incomplete or wrong; names every violation.</exception>
    /// <exception cref="CspDirectoryException">The CSP directory is missing or wrong.</exception>
    public static HostPorts CreatePorts()
    {
        var ids = new SystemIds();
        var aws = AwsPorts.FromEnvironment(ids, TimeProvider.System);
        return new HostPorts
        {
            Queue = aws.Queue,
            Jobs = aws.Jobs,
            Documents = aws.Documents,
            Feeds = aws.Feeds,
            Artifacts = aws.Artifacts,
            Workflows = aws.Workflows,
            Secrets = aws.Secrets,
            Csps = CspDirectory.Load(CspsPath(Environment.GetEnvironmentVariable(CspsVariable))),
            HttpJobs = new Lazy<HttpJobDefinitions>(LoadHttpJobs),
            Qa = new QaSettings { Targets = QaSettings.ReadTargets(Environment.GetEnvironmentVariable(QaSettings.TargetsVariable)), Processes = QaSettings.Lanes },
            Ids = ids,
            Time = TimeProvider.System,
            LoggerFactory = CreateLogging(Environment.GetEnvironmentVariable(LogLevelVariable)),
            Tokens = TokenSettings.Read(Environment.GetEnvironmentVariable),
            PublicUrl = ReadPublicUrl(Environment.GetEnvironmentVariable(PublicUrlVariable)),
        };
    }

    /// <summary>A relative path would depend on where the process happens to start; it is taken from the package instead.</summary>
    private static string CspsPath(string? value) => Path.Combine(AppContext.BaseDirectory, string.IsNullOrEmpty(value) ? CspsFile : value);

    private static HttpJobDefinitions LoadHttpJobs()
    {
        var named = Environment.GetEnvironmentVariable(HttpJobsVariable);
        var path = Path.Combine(AppContext.BaseDirectory, string.IsNullOrEmpty(named) ? HttpJobsFolder : named);
        return string.IsNullOrEmpty(named) && !Directory.Exists(path) ? HttpJobDefinitions.Empty : HttpJobDefinitions.Load(path);
    }

    private static SingleProviderLoggerFactory CreateLogging(string? level)
    {
        var minimum = LogLevel.Information;
        if (!string.IsNullOrEmpty(level) && !(Enum.TryParse(level, ignoreCase: true, out minimum) && Enum.IsDefined(minimum)))
        {
            throw new InvalidOperationException($"{LogLevelVariable} is not a log level.");
        }

        return new SingleProviderLoggerFactory(new JsonLoggerProvider(Console.OpenStandardOutput(), TimeProvider.System, minimum));
    }

    private static Uri? ReadPublicUrl(string? value) =>
        string.IsNullOrEmpty(value) ? null
        : Uri.TryCreate(value, UriKind.Absolute, out var url) && url is { Query: "", Fragment: "", UserInfo: "" } && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) ? url
        : throw new InvalidOperationException($"{PublicUrlVariable} is not an absolute http(s) URL without query and fragment.");
}
