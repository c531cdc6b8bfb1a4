using Hoth.Json;

namespace Hoth.Provisioning.Payloads;

/// <summary>A task order with its CLINs, as a client sends it: without the id, which the CSP makes.</summary>
internal static class TaskOrderPayload
{
    /// <summary>Adds every violation of a task order; unknown members are the caller's to refuse, who may know more members.</summary>
    public static void Check(JsonInput input)
    {
        input.RequiredString("taskOrderNumber", PayloadRules.IsName, PayloadRules.NameRule);
        var period = PayloadRules.Period(input);
        foreach (var clin in PayloadRules.Objects(input, "clins", minimum: 1)) CheckClin(clin, period);
    }

    private static void CheckClin(JsonInput clin, (DateOnly Start, DateOnly End)? taskOrder)
    {
        clin.RequiredString("clinNumber", IsClinNumber, "must be four digits, 0001 to 9999");
        var type = clin.RequiredString("type", t => t is "CLOUD" or "NON_CLOUD", "must be CLOUD or NON_CLOUD");
        CheckClassification(clin, type);
        if (PayloadRules.Period(clin) is { } period && taskOrder is { } outer)
        {
            if (period.Start < outer.Start) clin.Violations.Add(clin.PathOf("popStartDate"), "must not be before the task order's popStartDate");
            if (period.End > outer.End) clin.Violations.Add(clin.PathOf("popEndDate"), "must not be after the task order's popEndDate");
        }

        clin.RefuseUnknownMembers();
    }

    /// <summary>Required for CLOUD, absent or null for NON_CLOUD.</summary>
    private static void CheckClassification(JsonInput clin, string? type)
    {
        const string Member = "classificationLevel";
        if (type == "CLOUD")
        {
            clin.RequiredString(Member, PayloadRules.IsClassification, PayloadRules.ClassificationRule);
        }
        else if (clin.Member(Member, required: false) is { } value && type == "NON_CLOUD" && value.ValueKind != System.Text.Json.JsonValueKind.Null)
        {
            clin.Violations.Add(clin.PathOf(Member), "must be absent or null when type is NON_CLOUD");
        }
    }

    private static bool IsClinNumber(string text) => text.Length == 4 && text.All(char.IsAsciiDigit) && text != "0000";
}
