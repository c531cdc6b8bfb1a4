namespace Hoth.CloudProviders;

/// <summary>The time limit of one call, combined with the caller's cancellation, and able to tell the two apart afterwards.</summary>
internal sealed class CallTimeout : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenRegistration _registration;

    public CallTimeout(TimeSpan timeout, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        _source = new CancellationTokenSource(timeout, time);
        _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Cancelled by the time limit or the caller, whichever is first.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>True when the time is up and the caller has not given up.</summary>
    public bool TimedOut => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>True when the caller has given up.</summary>
    public bool CallerGaveUp => _caller.IsCancellationRequested;

    /// <summary>Sets the time limit anew, from now on.</summary>
    public void Restart(TimeSpan timeout) => _source.CancelAfter(timeout);

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
