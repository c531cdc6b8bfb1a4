using Microsoft.Extensions.Logging;

namespace Hoth.Functions.Logging;

/// <summary>A logger factory with one provider: all that a function needs.</summary>
public sealed class SingleProviderLoggerFactory(ILoggerProvider provider) : ILoggerFactory
{
    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => provider.CreateLogger(categoryName);

    /// <summary>Not supported: there is one provider.</summary>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("This factory has its one provider.");

    /// <inheritdoc />
    public void Dispose() => provider.Dispose();
}
