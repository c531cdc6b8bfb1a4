using Hoth.QaRuns.Execution;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Checks;

/// <summary>Compares the status of an answer with what the request deserves.</summary>
internal static class ExpectationCheck
{
    /// <summary>Statuses by which a server may say that a request breaks a rule (RFC 9110, section 15.5; RFC 6585 for 431).</summary>
    private static readonly int[] Invalid = [400, 422, 411, 413, 414, 415, 431];

    /// <summary>The status that the request deserves, or the difference.</summary>
    /// <param name="scenario">What was tried.</param>
    /// <param name="answer">What came; a status that the operation lists.</param>
    /// <param name="isProven">Whether the resources of its path are known to exist.</param>
    /// <returns>Null: as it should be.</returns>
    public static Difference? Check(Scenario scenario, Answer answer, bool isProven)
    {
        var operation = scenario.Operation;
        return scenario.Expects switch
        {
            Expectation.Accepted => CheckAccepted(scenario, answer, isProven),
            Expectation.Rejected when answer.IsSuccess => new(CheckNames.InvalidAccepted, scenario.Pointer, $"{scenario.Title}: the answer was {answer.Status}; it should be rejected."),
            Expectation.Rejected => CheckRejected(scenario, answer, isProven),
            Expectation.Unauthorized or Expectation.Forbidden when answer.IsSuccess => new(CheckNames.AuthIgnored, scenario.Pointer, $"{scenario.Title}: the answer was {answer.Status}; it should be rejected."),
            Expectation.Unauthorized => Wrong(scenario, answer, Wanted(operation, 401, 403)),
            Expectation.Forbidden => Wrong(scenario, answer, Wanted(operation, 403, 401)),
            Expectation.NotFound when answer.IsSuccess => new(CheckNames.InvalidAccepted, scenario.Pointer, $"{scenario.Title}: the answer was {answer.Status}; there is no such resource."),
            Expectation.NotFoundHere when answer.IsSuccess => new(CheckNames.WrongParent, scenario.Pointer, $"{scenario.Title}: the answer was {answer.Status}; the resource belongs to another one."),
            Expectation.NotFoundHere => Wrong(scenario, answer, [.. Wanted(operation, 404, 410), 403]),
            _ => Wrong(scenario, answer, Wanted(operation, 404, 410)),
        };
    }

    private static Difference? CheckAccepted(Scenario scenario, Answer answer, bool isProven)
    {
        if (answer.IsSuccess) return null;
        if (answer.Status is 404 or 410 && (!isProven || scenario.Request.Path.Values.Any(v => !v.IsVariable)) && scenario.Request.Path.Count > 0) throw new NotRunException("No resource is known that this could be tried on.");
        if (answer.Status is 401 or 403) return new(CheckNames.ValidRejected, JsonPointer.Append(scenario.Operation.Pointer, "security"), $"{scenario.Title}: the answer was {answer.Status} with the credentials of the target.");
        return new(CheckNames.ValidRejected, scenario.Pointer, $"{scenario.Title}: the answer was {answer.Status}; nothing in the specification forbids it.");
    }

    private static Difference? CheckRejected(Scenario scenario, Answer answer, bool isProven)
    {
        // A resource whose id breaks a rule cannot exist: that it is not found is right as well. So is it where none is known to exist.
        var mayBeMissing = !isProven || scenario.Request.Path.Values.Any(v => !v.IsVariable);
        int[] listed = [.. Invalid.Where(s => scenario.Operation.Responses.ContainsKey($"{s}"))];
        return Wrong(scenario, answer, [.. listed.Length > 0 ? listed : Invalid, .. mayBeMissing ? (int[])[404, 410] : []]);
    }

    private static int[] Wanted(ApiOperation operation, int first, int second) => operation.Responses.ContainsKey($"{first}") ? [first] : [first, second, 400];

    private static Difference? Wrong(Scenario scenario, Answer answer, int[] wanted) => wanted.Contains(answer.Status)
        ? null
        : new(CheckNames.WrongRejectionStatus, AnswerCheck.ResponsesOf(scenario.Operation), $"{scenario.Title}: the answer was {answer.Status}; {string.Join(" or ", wanted)} is the status for it.");
}
