using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Bootstrap;
using Amazon.Lambda.RuntimeSupport.Client;
using Amazon.Lambda.RuntimeSupport.Context;
using Amazon.Lambda.RuntimeSupport.Logging;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>
/// Takes invocations from the Lambda Runtime API one after the other and posts what the handler answers
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
/// </summary>
public class LambdaBootstrap : IDisposable
{
    private readonly HttpClient _httpClient;
    private readonly bool _ownsHttpClient;
    private readonly LambdaBootstrapHandler _handler;
    private readonly LambdaBootstrapInitializer _initializer;
    private readonly LambdaBootstrapOptions _options;
    private readonly ILambdaSerializer _serializer;

    public LambdaBootstrap(LambdaBootstrapHandler handler, LambdaBootstrapInitializer initializer = null)
        : this(null, handler, initializer, null, null)
    {
    }

    public LambdaBootstrap(LambdaBootstrapHandler handler, LambdaBootstrapOptions lambdaBootstrapOptions, LambdaBootstrapInitializer initializer = null)
        : this(null, handler, initializer, lambdaBootstrapOptions, null)
    {
    }

    public LambdaBootstrap(HttpClient httpClient, LambdaBootstrapHandler handler, LambdaBootstrapInitializer initializer = null)
        : this(httpClient ?? throw new ArgumentNullException(nameof(httpClient)), handler, initializer, null, null)
    {
    }

    internal LambdaBootstrap(
        HttpClient httpClient,
        LambdaBootstrapHandler handler,
        LambdaBootstrapInitializer initializer,
        LambdaBootstrapOptions options,
        ILambdaSerializer serializer)
    {
        _handler = handler ?? throw new ArgumentNullException(nameof(handler));
        _ownsHttpClient = httpClient is null;
        _httpClient = httpClient ?? RuntimeApi.NewHttpClient();
        // A frozen environment may wait for its next invocation for hours.
        _httpClient.Timeout = Timeout.InfiniteTimeSpan;
        _initializer = initializer;
        _options = options;
        _serializer = serializer;
    }

    /// <summary>Runs until <paramref name="cancellationToken"/> is cancelled, the initializer says no, or the Runtime API fails.</summary>
    /// <exception cref="Exception">What the initializer threw, after it was posted as <c>init/error</c>.</exception>
    /// <exception cref="HttpRequestException">The Runtime API refused something; the process should end.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var api = new RuntimeApi(_httpClient, _options?.RuntimeApiEndpoint);
        using var log = FunctionLog.RedirectConsole();
        if (!await InitializeAsync(api, log, cancellationToken))
        {
            return;
        }

        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await InvokeOnceAsync(api, log, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host asked for the end; there is nobody to answer to.
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && _ownsHttpClient)
        {
            _httpClient.Dispose();
        }
    }

    private async Task<bool> InitializeAsync(RuntimeApi api, FunctionLog log, CancellationToken cancellationToken)
    {
        try
        {
            UnsupportedModes.ThrowIfAny();
            return _initializer is null || await _initializer();
        }
        catch (Exception e)
        {
            log.Error(e);
            await api.PostInitErrorAsync(e, cancellationToken);
            throw;
        }
    }

    private async Task InvokeOnceAsync(RuntimeApi api, FunctionLog log, CancellationToken cancellationToken)
    {
        var (headers, input) = await api.NextAsync(cancellationToken);
        var context = new InvocationContext(headers, log, _serializer);
        log.Invocation = context;
        // One invocation at a time: the environment is the place where the AWS SDK and tracing look for it.
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", context.TraceId);

        using var invocation = new InvocationRequest { InputStream = input, LambdaContext = context };
        InvocationResponse response;
        try
        {
            response = await _handler(invocation);
        }
        catch (Exception e)
        {
            log.Error(e);
            await api.PostInvocationErrorAsync(context.AwsRequestId, e, cancellationToken);
            return;
        }

        try
        {
            await api.PostResponseAsync(context.AwsRequestId, response?.OutputStream, cancellationToken);
        }
        finally
        {
            if (response is { DisposeOutputStream: true, OutputStream: { } output })
            {
                await output.DisposeAsync();
            }
        }
    }
}
