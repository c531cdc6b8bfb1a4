using System.Collections.Immutable;
using System.Text.Json;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Values;

namespace Hoth.QaRuns.Scenarios;

/// <summary>One request to try, and what the specification lets one expect of the answer.</summary>
public sealed record Scenario
{
    /// <summary>Unique in a run, and the same for every seed: <c>addPortfolio/Violation//name minLength</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What kind.</summary>
    public required ScenarioKind Kind { get; init; }

    /// <summary>What it tries, in words.</summary>
    public required string Title { get; init; }

    /// <summary>What is sent.</summary>
    public required CaseRequest Request { get; init; }

    /// <summary>What is to come back.</summary>
    public required Expectation Expects { get; init; }

    /// <summary>The rule that it is about: a JSON Pointer fragment.</summary>
    public required string Pointer { get; init; }

    /// <summary>The operation that it tests.</summary>
    public ApiOperation Operation => Request.Operation;

    /// <summary>A valid request that is part of something longer.</summary>
    /// <param name="title">What it is for.</param>
    /// <param name="request">What is sent.</param>
    public static Scenario Step(string title, CaseRequest request) => new()
    {
        Id = "",
        Kind = ScenarioKind.Lifecycle,
        Title = title,
        Request = request,
        Expects = Expectation.Accepted,
        // A body may have everything in it: which part of it is not liked, other scenarios tell.
        Pointer = request.Body is null ? request.Operation.Pointer : request.Operation.BodySchema?.Pointer ?? request.Operation.Pointer,
    };
}

/// <summary>A request of an operation. Ids of resources in its path are named by variables (see <see cref="ResourcePath"/>), whose values a run knows.</summary>
public sealed record CaseRequest
{
    /// <summary>Which operation.</summary>
    public required ApiOperation Operation { get; init; }

    /// <summary>Values of the path: by the name of the parameter.</summary>
    public ImmutableSortedDictionary<string, PathValue> Path { get; init; } = ImmutableSortedDictionary<string, PathValue>.Empty;

    /// <summary>Values of the query, headers and cookies that are given.</summary>
    public ImmutableArray<ParameterText> Parameters { get; init; } = [];

    /// <summary>The body as text, whether or not it is JSON; null: none.</summary>
    public string? Body { get; init; }

    /// <summary>The media type of the body.</summary>
    public string? MediaType { get; init; }

    /// <summary>With which credentials.</summary>
    public CredentialUse Credentials { get; init; } = CredentialUse.Full;

    /// <summary>The scopes that <see cref="CredentialUse.OtherScopes"/> asks for.</summary>
    public ImmutableArray<string> OtherScopes { get; init; } = [];

    /// <summary>The body; null: there is none.</summary>
    public JsonElement? Json => Body is null ? null : JsonElement.Parse(Body);

    /// <summary>The same request with another body of JSON.</summary>
    public CaseRequest With(JsonElement body) => this with { Body = body.GetRawText() };

    /// <summary>The same request with another variable for an item of its path.</summary>
    public CaseRequest Renamed(string item, string variable) => this with
    {
        Path = Path.ToImmutableSortedDictionary(p => p.Key, p => p.Value is { IsVariable: true } value && value.Text == item ? value with { Text = variable } : p.Value, StringComparer.Ordinal),
    };

    /// <summary>The same request with another value of a parameter, or without it.</summary>
    /// <param name="parameter">Which.</param>
    /// <param name="text">The value; null: it is left out.</param>
    public CaseRequest With(ApiParameter parameter, ParameterText? text)
    {
        if (parameter.In == "path") return this with { Path = Path.SetItem(parameter.Name, new PathValue(text!.Text, IsVariable: false)) };
        var others = Parameters.RemoveAll(p => p.In == parameter.In && p.Name == parameter.Name);
        return this with { Parameters = text is null ? others : others.Add(text) };
    }
}

/// <summary>A value of the path: text, or what a variable stands for.</summary>
/// <param name="Text">The text, or the name of the variable.</param>
/// <param name="IsVariable">Which of the two.</param>
public readonly record struct PathValue(string Text, bool IsVariable);

/// <summary>What a request's answer is to be.</summary>
public enum Expectation
{
    /// <summary>2xx.</summary>
    Accepted,

    /// <summary>4xx, since it breaks a rule.</summary>
    Rejected,

    /// <summary>401, for want of credentials.</summary>
    Unauthorized,

    /// <summary>403, for want of a scope.</summary>
    Forbidden,

    /// <summary>404: there is no such resource.</summary>
    NotFound,

    /// <summary>404: there is such a resource, and it belongs to another one.</summary>
    NotFoundHere,
}

/// <summary>Which credentials a request carries.</summary>
public enum CredentialUse
{
    /// <summary>Those of the target.</summary>
    Full,

    /// <summary>None.</summary>
    None,

    /// <summary>Some that nobody gave out.</summary>
    Wrong,

    /// <summary>Valid ones with other scopes than the operation needs.</summary>
    OtherScopes,
}
