namespace Hoth.Infra;

/// <summary>There is no package to deploy.</summary>
/// <param name="message">Why.</param>
public sealed class FunctionPackageException(string message) : Exception(message);
