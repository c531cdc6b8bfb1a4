namespace Hoth.QaRuns.Specs;

/// <summary>A specification that cannot be used.</summary>
/// <param name="message">What is wrong with it, with the place; nothing of its content.</param>
public sealed class SpecException(string message) : Exception(message);
