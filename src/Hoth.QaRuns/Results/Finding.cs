namespace Hoth.QaRuns.Results;

/// <summary>Something in which the API differs from its specification.</summary>
/// <param name="Check">What was compared: one of <see cref="CheckNames"/>.</param>
/// <param name="OperationId">The operation that differs.</param>
/// <param name="Pointer">The rule of the specification that is broken: a JSON Pointer fragment, <c>#/components/schemas/Clin/properties/type/enum</c>.</param>
/// <param name="Message">One or two sentences for a person: what was expected, what came.</param>
/// <param name="ScenarioId">The first scenario that showed it.</param>
/// <param name="Exchange">Which exchange of that scenario shows it; from 0.</param>
public sealed record Finding(string Check, string OperationId, string Pointer, string Message, string ScenarioId, int Exchange)
{
    /// <summary>The same fault has the same fingerprint in every run, whatever the seed.</summary>
    public string Fingerprint => $"{Check} {OperationId} {Pointer}";
}

/// <summary>The values of <see cref="Finding.Check"/>.</summary>
public static class CheckNames
{
    /// <summary>A status of 500 to 599, or no HTTP answer at all.</summary>
    public const string ServerError = "server-error";

    /// <summary>A status that the operation does not list.</summary>
    public const string UndocumentedStatus = "undocumented-status";

    /// <summary>A media type that the answer does not list, or content that is not what its media type says.</summary>
    public const string ContentType = "content-type";

    /// <summary>A header that is promised and missing, or breaks its schema.</summary>
    public const string RequiredHeader = "required-header";

    /// <summary>A body that breaks its schema.</summary>
    public const string BodySchema = "body-schema";

    /// <summary>A request that breaks a rule and is accepted.</summary>
    public const string InvalidAccepted = "invalid-accepted";

    /// <summary>A request that keeps all rules and is rejected.</summary>
    public const string ValidRejected = "valid-rejected";

    /// <summary>A request is rejected as it should be, by another status than it should be.</summary>
    public const string WrongRejectionStatus = "wrong-rejection-status";

    /// <summary>A request without credentials, with wrong ones or without the scope is accepted.</summary>
    public const string AuthIgnored = "auth-ignored";

    /// <summary>A resource is found below a parent that it does not belong to.</summary>
    public const string WrongParent = "wrong-parent";

    /// <summary>A create that was rejected left something behind.</summary>
    public const string RejectedCreateLeaks = "rejected-create-leaks";

    /// <summary>What was written is not what is read back.</summary>
    public const string LostUpdate = "lost-update";

    /// <summary>An asynchronous job never ends.</summary>
    public const string JobNeverEnds = "job-never-ends";

    /// <summary>An asynchronous job goes from one status to another that cannot follow it.</summary>
    public const string JobIllegalTransition = "job-illegal-transition";
}
