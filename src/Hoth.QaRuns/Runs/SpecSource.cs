namespace Hoth.QaRuns.Runs;

/// <summary>Reads a specification from an address.</summary>
/// <param name="address">Where.</param>
/// <param name="cancellationToken">Stops waiting.</param>
/// <returns>JSON or YAML as it came.</returns>
/// <exception cref="Specs.SpecException">It cannot be read from there; the message says why.</exception>
public delegate Task<ReadOnlyMemory<byte>> SpecSource(Uri address, CancellationToken cancellationToken);
