namespace Hoth.Ports;

/// <summary>The state machines by their logical names; each is a file <c>statemachines/NAME.asl.json</c>.</summary>
public static class Workflows
{
    /// <summary>One provisioning operation (seed 004).</summary>
    public const string Provisioning = "provisioning";

    /// <summary>One run of a QA package (seed 003).</summary>
    public const string QaRun = "qa-run";

    /// <summary>Every state machine.</summary>
    public static IReadOnlyList<string> All { get; } = [Provisioning, QaRun];
}
