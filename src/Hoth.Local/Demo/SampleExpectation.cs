using System.Text.Json;

namespace Hoth.Local.Demo;

/// <summary>What must come of a sample event: see events/README.md.</summary>
/// <param name="Description">For the table.</param>
/// <param name="Function">The function that it is for; null: that of its route.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Headers">Headers that the answer must have, or null.</param>
/// <param name="Problem">The <c>code</c> of the problem that it answers with, or null.</param>
/// <param name="Violations">The paths of that problem's <c>errorMap</c>, all of them, or null.</param>
/// <param name="Job">The id of the job that it starts, or null.</param>
/// <param name="Result">The result of that job, or null.</param>
/// <param name="Response">Members that the CSP's answer in that result must have, or null.</param>
internal sealed record SampleExpectation(
    string Description,
    string? Function,
    int Status,
    IReadOnlyDictionary<string, string>? Headers,
    string? Problem,
    IReadOnlyList<string>? Violations,
    string? Job,
    SampleResult? Result,
    IReadOnlyList<string>? Response)
{
    /// <summary>What should have been instead of an answer; null when it is as expected.</summary>
    public string? MistakeOf(HttpResponseMessage answer, string body)
    {
        if ((int)answer.StatusCode != Status) return $"{Status} was expected";
        foreach (var (name, value) in Headers ?? new Dictionary<string, string>())
        {
            if (!answer.Headers.TryGetValues(name, out var values) || values.Single() != value) return $"{name}: {value} was expected";
        }

        if (Problem is null) return null;
        using var problem = JsonDocument.Parse(body);
        if (problem.RootElement.GetProperty("code").GetString() != Problem) return $"{Problem} was expected";
        if (Violations is null) return null;
        var named = problem.RootElement.GetProperty("errorMap").EnumerateObject().Select(violation => violation.Name);
        return named.Order(StringComparer.Ordinal).SequenceEqual(Violations.Order(StringComparer.Ordinal)) ? null : $"{string.Join(", ", Violations)} were expected";
    }

    /// <summary>What should have been instead of a result; null when it is as expected.</summary>
    public string? MistakeOf(DrainedResult? drained)
    {
        if (drained?.Result != Result) return $"{Result} was expected";
        var missing = Response?.Where(member => drained!.Response is not { ValueKind: JsonValueKind.Object } response || !response.TryGetProperty(member, out _)).ToList();
        return missing is { Count: > 0 } ? $"{string.Join(", ", missing)} was expected in the response" : null;
    }
}

/// <summary>The part of a result that is compared.</summary>
/// <param name="Outcome">SUCCEEDED or FAILED.</param>
/// <param name="Code">See the contract, Result.</param>
internal sealed record SampleResult(string Outcome, int Code)
{
    public override string ToString() => $"{Outcome} {Code}";
}
