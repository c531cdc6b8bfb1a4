using Hoth.Local.StateMachines.Model;
using Hoth.Local.StateMachines.Paths;

namespace Hoth.Local.StateMachines.Loading;

/// <summary>Reads one state.</summary>
/// <param name="graphs">Reads the graphs inside Map and Parallel states.</param>
internal sealed class StateReader(GraphReader graphs)
{
    /// <summary>The longest time that ASL knows, three years.</summary>
    private const double MaximumSeconds = 99_999_999;

    private static readonly string[] WaitFields = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];

    public State? Read(string name, FieldReader fields)
    {
        var type = fields.RequiredText("Type");
        RefuseJsonata(fields);
        State? state = type switch
        {
            "Task" => new TaskReader(fields).Read(name),
            "Pass" => ReadPass(name, fields),
            "Choice" => ReadChoice(name, fields),
            "Wait" => ReadWait(name, fields),
            "Map" => new MapReader(graphs).Read(name, fields),
            "Parallel" => new ParallelState(name, [.. fields.Objects("Branches", minimum: 1).Select(graphs.Read)])
            {
                Parameters = TemplateReader.Read(fields, "Parameters"),
            },
            "Succeed" => new SucceedState(name),
            "Fail" => ReadFail(name, fields),
            _ => null,
        };
        if (state is null)
        {
            fields.Report("Type", $"'{type}' is no supported type of state");
            return null;
        }

        state = ReadCommon(state, fields);
        fields.Finish($"a {type} state");
        return state;
    }

    private static State ReadCommon(State state, FieldReader fields)
    {
        if (state is not FailState)
        {
            state = state with { InputPath = fields.InputOutputPath("InputPath"), OutputPath = fields.InputOutputPath("OutputPath") };
        }

        if (state is TaskState or ParallelState or MapState or PassState)
        {
            state = state with { ResultPath = fields.ResultPath() };
        }

        if (state is TaskState or ParallelState or MapState)
        {
            state = state with
            {
                ResultSelector = TemplateReader.Read(fields, "ResultSelector"),
                Retry = ErrorHandlingReader.ReadRetry(fields),
                Catch = ErrorHandlingReader.ReadCatch(fields),
            };
        }

        return state is SucceedState or FailState or ChoiceState ? state : state with { Next = ReadNext(fields) };
    }

    private static string? ReadNext(FieldReader fields)
    {
        var next = fields.Text("Next");
        var ends = fields.TryTake("End", out var end) && end is not null;
        if (ends && end!.ToJsonString() != "true")
        {
            fields.Report("End", "must be true");
        }

        if (next is null != ends)
        {
            fields.Report("Next", "or End must be there, and not both");
        }

        return next;
    }

    private static PassState ReadPass(string name, FieldReader fields) => new(name)
    {
        Parameters = TemplateReader.Read(fields, "Parameters"),
        HasResult = fields.TryTake("Result", out var result),
        Result = result,
    };

    private static ChoiceState ReadChoice(string name, FieldReader fields)
    {
        var choices = new List<(ChoiceRule, string)>();
        foreach (var choice in fields.Objects("Choices", minimum: 1))
        {
            choices.Add((ChoiceReader.Read(choice), choice.RequiredText("Next")));
            choice.Finish("a rule");
        }

        return new ChoiceState(name) { Choices = choices, Next = fields.Text("Default") };
    }

    private static WaitState ReadWait(string name, FieldReader fields)
    {
        var seconds = fields.Either("Seconds", () => fields.Number("Seconds", 0, MaximumSeconds) is { } number ? new Expression.Constant(number) : null);
        var timestamp = fields.Either("Timestamp", () => fields.Parsed("Timestamp", ReadTimestamp));
        if (WaitFields.Count(fields.Has) != 1)
        {
            fields.Report("Seconds", "or SecondsPath, Timestamp or TimestampPath must be there, exactly one of them");
        }

        return new WaitState(name) { Seconds = seconds, Timestamp = timestamp };
    }

    private static Expression.Constant ReadTimestamp(string text) => ValueTests.TryReadTimestamp(text, out _)
        ? new Expression.Constant(text)
        : throw new FormatException("must be a time of RFC 3339 with T and an offset or Z");

    private static FailState ReadFail(string name, FieldReader fields) => new(name)
    {
        Error = fields.Either("Error", () => fields.Text("Error") is { } text ? new Expression.Constant(text) : null),
        Cause = fields.Either("Cause", () => fields.Text("Cause") is { } text ? new Expression.Constant(text) : null),
    };

    private static void RefuseJsonata(FieldReader fields)
    {
        if (fields.Text("QueryLanguage") is not (null or "JSONPath"))
        {
            fields.Report("QueryLanguage", "must be JSONPath");
        }
    }
}
