using Hoth.Local.StateMachines.Model;

namespace Hoth.Local.StateMachines.Loading;

/// <summary>Reads graphs of states, and checks that their transitions lead somewhere.</summary>
internal sealed class GraphReader
{
    private readonly List<string> _violations;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly StateReader _states;

    public GraphReader(List<string> violations)
    {
        _violations = violations;
        _states = new StateReader(this);
    }

    /// <summary>Reads a graph and reports the fields that are not part of one.</summary>
    public StateGraph Read(FieldReader fields)
    {
        var graph = ReadStates(fields);
        fields.Finish("a graph of states");
        return graph;
    }

    /// <summary>Reads a graph of an object that has other fields too.</summary>
    public StateGraph ReadStates(FieldReader fields)
    {
        var startAt = fields.RequiredText("StartAt");
        var states = new Dictionary<string, State>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, json) in fields.Members("States"))
        {
            names.Add(name);
            var state = new FieldReader(json, $"state '{name}'", _violations);
            if (name.Length > 80)
            {
                state.Report("name", "is longer than 80 characters");
            }

            if (!_names.Add(name))
            {
                state.Report("name", "is used twice in the machine");
            }

            if (_states.Read(name, state) is { } read)
            {
                states[name] = read;
            }
        }

        if (!names.Contains(startAt))
        {
            fields.Report("StartAt", $"there is no state '{startAt}' here");
        }

        foreach (var state in states.Values)
        {
            CheckTargets(state, names);
        }

        return new StateGraph(startAt, states);
    }

    private void CheckTargets(State state, HashSet<string> names)
    {
        Check(state is ChoiceState ? "Default" : "Next", state.Next);
        for (var i = 0; i < state.Catch.Count; i++)
        {
            Check($"Catch[{i}].Next", state.Catch[i].Next);
        }

        for (var i = 0; state is ChoiceState choice && i < choice.Choices.Count; i++)
        {
            Check($"Choices[{i}].Next", choice.Choices[i].Next);
        }

        void Check(string field, string? target)
        {
            if (target is not null && !names.Contains(target))
            {
                _violations.Add($"state '{state.Name}', field {field}: there is no state '{target}' here.");
            }
        }
    }
}
