namespace Hoth.Aws.Tests.Emulators;

/// <summary>Says what is missing and how to get it.</summary>
public sealed class EmulatorMissingException(string message) : Exception(message);
