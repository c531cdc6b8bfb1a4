using Hoth.QaRuns.Execution;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Values;

namespace Hoth.QaRuns.Checks;

/// <summary>A difference between an answer and the specification.</summary>
/// <param name="Check">One of <see cref="CheckNames"/>.</param>
/// <param name="Pointer">The rule.</param>
/// <param name="Message">In words.</param>
internal sealed record Difference(string Check, string Pointer, string Message);

/// <summary>Compares an answer with what an operation lists, whatever the request was.</summary>
internal static class AnswerCheck
{
    /// <summary>Where an operation's answers are listed.</summary>
    public static string ResponsesOf(ApiOperation operation) => JsonPointer.Append(operation.Pointer, "responses");

    /// <summary>Whether nothing can be said about an answer but that it should not have come at all.</summary>
    /// <param name="operation">What was called.</param>
    /// <param name="answer">What came.</param>
    /// <param name="differences">Where it goes.</param>
    /// <returns>False: there is no use in comparing any further.</returns>
    public static bool CheckStatus(ApiOperation operation, Answer answer, List<Difference> differences)
    {
        if (answer.Status >= 500)
        {
            differences.Add(new(CheckNames.ServerError, ResponsesOf(operation), $"The answer was {answer.Status}."));
            return false;
        }

        if (operation.ResponseOf(answer.Status) is not null) return true;
        differences.Add(new(CheckNames.UndocumentedStatus, ResponsesOf(operation), $"The answer was {answer.Status}, which the operation does not list."));
        return false;
    }

    /// <summary>Compares headers and body.</summary>
    /// <returns>How many comparisons were made.</returns>
    public static int CheckContent(ApiOperation operation, Answer answer, List<Difference> differences)
    {
        if (operation.ResponseOf(answer.Status) is not { } expected) return 0;
        var assertions = 0;
        foreach (var header in expected.Headers)
        {
            assertions++;
            CheckHeader(header, answer, differences);
        }

        if (expected.Content.Count == 0 || operation.Method == "HEAD") return assertions;
        assertions++;
        var content = MediaTypes.Find(expected.Content, answer.MediaType);
        if (content is null)
        {
            differences.Add(new(CheckNames.ContentType, JsonPointer.Append(expected.Pointer, "content"), answer.MediaType is { } type
                ? $"The content is {Shorten(type)}, which is not listed for {answer.Status}."
                : $"There is no Content-Type; {string.Join(" or ", expected.Content.Keys)} is listed for {answer.Status}."));
            return assertions;
        }

        if (!MediaTypes.IsJson(answer.MediaType!)) return assertions;
        if (answer.IsCut) throw new NotRunException($"The answer is longer than {answer.Body.Length} bytes: it was not read.");
        if (answer.Json is not { } body)
        {
            differences.Add(new(CheckNames.ContentType, JsonPointer.Append(expected.Pointer, "content"), "The content is not the JSON that its media type says."));
            return assertions;
        }

        if (content.Value.Value is not { } schema) return assertions;
        assertions++;
        foreach (var violation in SchemaValidator.Validate(schema, body, Direction.Response).DistinctBy(v => v.Schema))
        {
            differences.Add(new(CheckNames.BodySchema, violation.Schema, $"{(violation.Instance.Length == 0 ? "The body" : violation.Instance)} {violation.Rule}."));
        }

        return assertions;
    }

    private static void CheckHeader(ApiHeader header, Answer answer, List<Difference> differences)
    {
        if (!answer.Headers.TryGetValue(header.Name, out var value))
        {
            if (header.Required) differences.Add(new(CheckNames.RequiredHeader, header.Pointer, $"The header {header.Name} is promised with {answer.Status} and missing."));
            return;
        }

        if (header.Schema is { } schema && !TextMeanings.Of(schema, new ParameterText(header.Name, "header", [value])).Any(m => SchemaValidator.Fits(schema, m, Direction.Response)))
        {
            differences.Add(new(CheckNames.RequiredHeader, header.Pointer, $"The header {header.Name} breaks its schema."));
        }
    }

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100];
}
