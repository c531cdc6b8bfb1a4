using Hoth.Local.Invocation;

namespace Hoth.Local.StateMachines;

/// <summary>Names in the form of AWS, for the context object and events.</summary>
internal static class StateMachineArns
{
    public static string OfMachine(string machine) => Of("stateMachine", machine);

    public static string OfExecution(string machine, string execution) => Of("execution", $"{machine}:{execution}");

    private static string Of(string type, string name) => $"arn:aws:states:{LocalArn.Region}:{LocalArn.Account}:{type}:{name}";
}
