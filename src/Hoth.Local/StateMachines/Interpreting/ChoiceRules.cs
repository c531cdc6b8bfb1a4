using System.Text.Json;
using Hoth.Local.StateMachines.Model;
using Hoth.Local.StateMachines.Paths;

namespace Hoth.Local.StateMachines.Interpreting;

/// <summary>Decides whether rules of Choice states hold.</summary>
internal static class ChoiceRules
{
    /// <exception cref="StateFailureException">States.Runtime: a path leads nowhere, or to a value that an operator cannot compare with.</exception>
    public static bool Holds(ChoiceRule rule, Scope scope) => rule switch
    {
        ChoiceRule.And and => and.Rules.All(inner => Holds(inner, scope)),
        ChoiceRule.Or or => or.Rules.Any(inner => Holds(inner, scope)),
        ChoiceRule.Not not => !Holds(not.Rule, scope),
        ChoiceRule.IsPresent present => present.Variable.TrySelect(scope, out _) == present.Expected,
        ChoiceRule.Is test => ValueTests.IsOfKind(test.Variable.Select(scope), test.Kind) == test.Expected,
        ChoiceRule.Matches matches => matches.Variable.Select(scope) is { } value
            && value.GetValueKind() == JsonValueKind.String
            && ValueTests.Matches(value.GetValue<string>(), matches.Pattern),
        ChoiceRule.Compare compare => Holds(compare, scope),
        _ => throw new InvalidOperationException($"Unknown rule {rule}."),
    };

    private static bool Holds(ChoiceRule.Compare rule, Scope scope)
    {
        var value = rule.Variable.Select(scope);
        var operand = rule.Operand.Evaluate(scope);
        if (!ValueTests.IsOfKind(operand, rule.Kind))
        {
            throw StateFailureException.Runtime($"What is compared with '{rule.Variable.Text}' is not of the type {rule.Kind}.");
        }

        if (!ValueTests.IsOfKind(value, rule.Kind))
        {
            return false;
        }

        var order = ValueTests.Compare(value, operand, rule.Kind);
        return rule.Comparison switch
        {
            Comparison.Equals => order == 0,
            Comparison.LessThan => order < 0,
            Comparison.GreaterThan => order > 0,
            Comparison.LessThanEquals => order <= 0,
            _ => order >= 0,
        };
    }
}
