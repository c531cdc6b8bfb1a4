using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Model;
using Hoth.Local.StateMachines.Paths;

namespace Hoth.Local.StateMachines.Loading;

/// <summary>Reads the rules of a Choice state. https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html</summary>
internal static class ChoiceReader
{
    private static readonly ChoiceRule Wrong = new ChoiceRule.And([]);

    private static readonly Dictionary<string, ValueKind> TypeTests = new(StringComparer.Ordinal)
    {
        ["IsNull"] = ValueKind.Null,
        ["IsString"] = ValueKind.String,
        ["IsNumeric"] = ValueKind.Numeric,
        ["IsBoolean"] = ValueKind.Boolean,
        ["IsTimestamp"] = ValueKind.Timestamp,
    };

    /// <summary>StringEquals, StringEqualsPath, … BooleanEquals alone among the booleans.</summary>
    private static readonly Dictionary<string, (ValueKind Kind, Comparison Comparison)> Comparisons =
        (from kind in (ValueKind[])[ValueKind.String, ValueKind.Numeric, ValueKind.Boolean, ValueKind.Timestamp]
         from comparison in Enum.GetValues<Comparison>()
         where kind != ValueKind.Boolean || comparison == Comparison.Equals
         select (kind, comparison)).ToDictionary(pair => $"{pair.kind}{pair.comparison}", StringComparer.Ordinal);

    public static ChoiceRule Read(FieldReader fields)
    {
        var operators = TypeTests.Keys.Concat(Comparisons.Keys).Concat(Comparisons.Keys.Select(name => name + "Path"))
            .Concat(["IsPresent", "StringMatches", "And", "Or", "Not"]).Where(fields.Has).ToList();
        if (operators.Count != 1)
        {
            fields.Report("Variable", $"needs exactly one operator, not {operators.Count}");
            return Wrong;
        }

        var rule = operators[0] switch
        {
            "And" => new ChoiceRule.And(ReadNested(fields, "And")),
            "Or" => new ChoiceRule.Or(ReadNested(fields, "Or")),
            "Not" => fields.Object("Not") is { } inner ? new ChoiceRule.Not(ReadInner(inner)) : Wrong,
            var name => ReadTest(fields, name),
        };
        return rule;
    }

    private static List<ChoiceRule> ReadNested(FieldReader fields, string name) =>
        [.. fields.Objects(name, minimum: 1).Select(ReadInner)];

    private static ChoiceRule ReadInner(FieldReader fields)
    {
        var rule = Read(fields);
        fields.Finish("a rule inside another");
        return rule;
    }

    private static ChoiceRule ReadTest(FieldReader fields, string name)
    {
        if (!fields.Has("Variable"))
        {
            fields.Report("Variable", "is missing");
        }

        if (fields.Parsed("Variable", PathParser.Parse) is not { } variable)
        {
            return Wrong;
        }

        if (TypeTests.TryGetValue(name, out var kind))
        {
            return new ChoiceRule.Is(variable, kind, ReadBoolean(fields, name));
        }

        return name switch
        {
            "IsPresent" => new ChoiceRule.IsPresent(variable, ReadBoolean(fields, name)),
            "StringMatches" => new ChoiceRule.Matches(variable, fields.RequiredText(name)),
            _ => ReadComparison(fields, name, variable),
        };
    }

    private static ChoiceRule ReadComparison(FieldReader fields, string name, JsonPath variable)
    {
        var ofPath = !Comparisons.ContainsKey(name);
        var (kind, comparison) = Comparisons[ofPath ? name[..^"Path".Length] : name];
        var operand = ofPath
            ? fields.Parsed(name, text => new Expression.Path(PathParser.Parse(text)))
            : fields.TryTake(name, out var value) && ValueTests.IsOfKind(value, kind) ? new Expression.Constant(value) : (Expression?)null;
        if (operand is not null)
        {
            return new ChoiceRule.Compare(variable, kind, comparison, operand);
        }

        if (!ofPath)
        {
            fields.Report(name, $"must be a value of the type {kind}");
        }

        return Wrong;
    }

    private static bool ReadBoolean(FieldReader fields, string name)
    {
        fields.TryTake(name, out var value);
        if (value?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
        {
            fields.Report(name, "must be true or false");
        }

        return value is JsonValue read && read.TryGetValue<bool>(out var flag) && flag;
    }
}
