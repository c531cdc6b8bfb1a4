namespace Hoth.Ports;

/// <summary>Makes ids and randomness, so that tests can know them.</summary>
public interface IIds
{
    /// <summary>A new id of 26 characters <c>0-9 a-z</c>, unguessable (at least 120 random bits), usable as a file, execution and header value.</summary>
    string NewId();

    /// <summary>A uniform number in [0, 1), for jitter.</summary>
    double NextDouble();
}
