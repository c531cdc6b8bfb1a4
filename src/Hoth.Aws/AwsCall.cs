using System.Net;
using Amazon.Runtime;
using Hoth.Ports;

namespace Hoth.Aws;

/// <summary>
/// Runs SDK calls for a port: bounds their time, retries included, and tells AWS in trouble (throttling, 5xx, no connection, no
/// answer in time: <see cref="PortUnavailableException"/>) from mistakes of ours (validation, access denied, no such table), which
/// propagate as they are.
/// </summary>
internal static class AwsCall
{
    /// <summary>8 s for a whole call with its retries: a front-door function has 10 s in all.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(8);

    /// <summary>Error codes that mean "later", whatever their HTTP status (400 for most of them).</summary>
    private static readonly HashSet<string> Busy = new(StringComparer.Ordinal)
    {
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException", "TooManyRequestsException",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException",
        "SlowDown", "PriorRequestNotComplete", "TransactionInProgressException", "TransactionConflictException", "ReplicatedWriteConflictException",
        "OverLimit", "KmsThrottled", "KMSThrottlingException", "InternalServerError", "InternalServiceError", "InternalError", "InternalFailure",
        "ServiceUnavailable", "RequestTimeout", "RequestTimeoutException", "DecryptionFailure",
    };

    /// <summary>Runs one call within <see cref="Limit"/>.</summary>
    public static Task<T> RunAsync<T>(string port, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        RunAsync(port, Limit, call, cancellationToken);

    /// <summary>Runs one call within <paramref name="limit"/>.</summary>
    /// <exception cref="PortUnavailableException">AWS is in trouble.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async Task<T> RunAsync<T>(string port, TimeSpan limit, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            return await call(deadline.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PortUnavailableException(port, new TimeoutException($"no answer within {limit.TotalSeconds:0.#} s", e));
        }
        catch (Exception e) when (IsTrouble(e))
        {
            throw new PortUnavailableException(port, e);
        }
    }

    /// <summary>True when trying again later may help.</summary>
    internal static bool IsTrouble(Exception error) => error switch
    {
        AmazonServiceException e => e.StatusCode >= HttpStatusCode.InternalServerError
            || e.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
            || (e.ErrorCode is { } code && Busy.Contains(code))
            || (e.StatusCode == 0 && e.InnerException is { } inner && IsTrouble(inner)),
        HttpRequestException or IOException or TimeoutException => true,
        AmazonClientException { InnerException: { } inner } => IsTrouble(inner),
        _ => false,
    };
}
