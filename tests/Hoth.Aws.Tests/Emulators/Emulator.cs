namespace Hoth.Aws.Tests.Emulators;

/// <summary>
/// An emulator as a fixture. It starts once per collection; what prevents it is kept and told by <see cref="Require"/>, so that a
/// machine without it skips those tests with the reason, and CI fails them.
/// </summary>
public abstract class Emulator : IAsyncLifetime
{
    private EmulatorProcess? process;
    private string? missing;
    private Uri? endpoint;

    /// <summary>What people call it.</summary>
    protected abstract string Name { get; }

    /// <summary>Where it listens; only after <see cref="Require"/>.</summary>
    public Uri Endpoint => endpoint ?? throw new InvalidOperationException($"{Name} did not start: {missing}");

    /// <summary>False when it did not start: then nothing must be prepared, and <see cref="Require"/> says the rest.</summary>
    public bool IsThere => endpoint is not null;

    /// <summary>Skips the test, or fails it in CI, when the emulator is not there.</summary>
    public Emulator Require()
    {
        if (missing is not null)
        {
            Missing.SkipOrFail($"{Name} is missing: {missing}");
        }

        return this;
    }

    /// <summary><see cref="Require()"/>, then what was prepared on it.</summary>
    public T Require<T>(T? prepared)
        where T : class
    {
        Require();
        return prepared!;
    }

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 } url)
        {
            endpoint = new Uri(url);
            return;
        }

        try
        {
            process = await EmulatorProcess.StartAsync(Command);
            endpoint = process.Endpoint;
        }
        catch (EmulatorMissingException e)
        {
            missing = e.Message;
        }
    }

    public Task DisposeAsync()
    {
        process?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>How to start it on a port.</summary>
    /// <exception cref="EmulatorMissingException">It cannot be started on this machine.</exception>
    protected abstract EmulatorCommand Command(int port);
}

/// <summary>A command line, the directory to run it in, and variables to add.</summary>
public sealed record EmulatorCommand(IReadOnlyList<string> Line, string? Directory = null, IReadOnlyDictionary<string, string>? Variables = null);
