using Hoth.MockCsp.State;

namespace Hoth.MockCsp.Validation;

/// <summary>Reads task orders and their CLINs. Read-only members of a request (<c>id</c>) are ignored, other unknown ones too.</summary>
internal static class TaskOrderReader
{
    private static readonly string[] ClinTypes = ["CLOUD", "NON_CLOUD"];

    public static TaskOrder Read(JsonInput input, CspInstance csp, string? id = null)
    {
        TaskOrder order = new(
            id ?? $"to-{csp.Options.NewId()}",
            input.Text("task_order_number"),
            input.List("clins", ReadClin),
            input.Date("pop_start_date"),
            input.Date("pop_end_date"));
        if (csp.Behaviour.EnforcesPeriodsOfPerformance && !input.Violations.Any)
        {
            CheckPeriods(order, input);
        }

        return order;
    }

    private static Clin ReadClin(JsonInput input)
    {
        input.AllowOnly("clin_number", "type", "classification_level", "pop_start_date", "pop_end_date");
        var number = input.Text("clin_number", min: 4, max: 4, Patterns.ClinNumber, "must be four digits, 0001 to 9999");
        var type = input.OneOf("type", ClinTypes);
        return new(number, type, ReadClassification(input, type), input.Date("pop_start_date"), input.Date("pop_end_date"));
    }

    private static string? ReadClassification(JsonInput input, string type)
    {
        const string member = "classification_level";
        if (type == "CLOUD")
        {
            return input.OneOf(member, ClassificationLevels.All);
        }

        if (type == "NON_CLOUD" && !input.IsNullOrAbsent(member))
        {
            input.Refuse(member, "must be null or absent where type is NON_CLOUD");
        }

        return null;
    }

    private static void CheckPeriods(TaskOrder order, JsonInput input)
    {
        if (order.PopEndDate < order.PopStartDate)
        {
            input.Refuse("pop_end_date", "must not precede pop_start_date");
        }

        foreach (var (i, clin) in order.Clins.Index())
        {
            if (clin.PopEndDate < clin.PopStartDate || clin.PopStartDate < order.PopStartDate || clin.PopEndDate > order.PopEndDate)
            {
                input.Refuse($"clins[{i}]", "must have a period of performance within its task order's");
            }
        }
    }
}
