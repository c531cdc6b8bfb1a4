namespace Hoth.QaRuns.Ai;

/// <summary>A language model was asked and gave nothing that can be used.</summary>
/// <param name="reason">Why, for people: short, with nothing of the endpoint's answer and nothing of the key.</param>
public sealed class AiException(string reason) : Exception(reason);
