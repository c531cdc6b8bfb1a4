using Hoth.Local.StateMachines.Loading;
using Hoth.Local.StateMachines.Model;
using Hoth.Packaging;

namespace Hoth.Local.Tests.StateMachines;

/// <summary>The files of statemachines/.</summary>
internal static class StateMachineFiles
{
    /// <summary>What stands for the placeholders on one machine: each function's own name.</summary>
    private static readonly Dictionary<string, string> Placeholders = new()
    {
        ["Partition"] = "aws",
        ["InvokeCspApi"] = "InvokeCspApi",
        ["EnqueueResults"] = "EnqueueResults",
        ["PlanQaRun"] = "PlanQaRun",
        ["RunQaOperation"] = "RunQaOperation",
        ["EvaluateQaRun"] = "EvaluateQaRun",
    };

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.asl.json").Select(file => Path.GetFileName(file));

    private static string Folder => Checkout.PathOf("statemachines");

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <exception cref="Hoth.Local.StateMachines.StateMachineException">It is wrong, or a placeholder is not known.</exception>
    public static StateMachine Load(string file) => StateMachineLoader.Load(file[..^".asl.json".Length], Text(file), Placeholders);
}
