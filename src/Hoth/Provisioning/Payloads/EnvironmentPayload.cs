using Hoth.Jobs;
using Hoth.Json;

namespace Hoth.Provisioning.Payloads;

/// <summary>An environment and its administrators, as a client sends them: without id and dashboard link, which the CSP makes.</summary>
internal static class EnvironmentPayload
{
    /// <summary>Adds every violation of a new environment.</summary>
    public static void CheckNew(JsonInput input)
    {
        input.RequiredString("name", PayloadRules.IsName, PayloadRules.NameRule);
        input.OptionalString("accountName", IsAccountName, "must be a letter and 5 to 25 letters or digits");
        input.OptionalString("emailDistributionList", PayloadRules.IsEmail, PayloadRules.EmailRule);
        input.RequiredString("classificationLevel", PayloadRules.IsClassification, PayloadRules.ClassificationRule);
        input.OptionalBoolean("isMigration");
        if (input.Object("cloudDistinguisher", required: false) is { } distinguisher) CheckDistinguisher(distinguisher);
        CheckAdministrators(input, minimum: 0);
    }

    /// <summary>Adds every violation of the <c>administrators</c> member.</summary>
    public static void CheckAdministrators(JsonInput input, int minimum)
    {
        foreach (var administrator in PayloadRules.Objects(input, "administrators", minimum))
        {
            administrator.RequiredString("email", PayloadRules.IsEmail, PayloadRules.EmailRule);
            administrator.RequiredString("dodId", id => id.Length == 10 && !id.Any(char.IsControl), "must be 10 characters");
            if (administrator.Member("needsReset", required: true) is not null) administrator.OptionalBoolean("needsReset");
            administrator.RefuseUnknownMembers();
        }
    }

    /// <summary>Reads the <c>environmentId</c> that goes into the path.</summary>
    public static void CheckId(JsonInput input) => input.RequiredString("environmentId", JobIds.IsResourceId, JobIds.ResourceIdRule);

    private static void CheckDistinguisher(JsonInput input)
    {
        foreach (var member in (string[])["name", "displayName", "description"]) input.RequiredString(member, PayloadRules.IsName, PayloadRules.NameRule);
        input.RefuseUnknownMembers();
    }

    private static bool IsAccountName(string text) =>
        text.Length is >= 6 and <= 26 && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit);
}
