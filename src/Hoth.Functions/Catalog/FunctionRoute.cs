using Amazon.Lambda.Annotations.APIGateway;

namespace Hoth.Functions.Catalog;

/// <summary>The REST route of a function.</summary>
/// <param name="Method">The HTTP method in capitals: <c>POST</c>.</param>
/// <param name="Template">Path with parameters as whole segments: <c>/cost-jobs/{requestId}</c>.</param>
public sealed record FunctionRoute(string Method, string Template)
{
    /// <summary>Two routes with the same key answer the same requests, whatever their parameters are called.</summary>
    internal string Key => $"{Method} {string.Join('/', Template.Split('/').Select(s => IsParameter(s) ? "{}" : s))}";

    internal static FunctionRoute? From(RestApiAttribute? declared, ICollection<string> mistakes)
    {
        if (declared is null) return null;
        if (declared.Method == LambdaHttpMethod.Any) mistakes.Add("its route names no HTTP method");
        if (!IsValid(declared.Template)) mistakes.Add($"its route '{declared.Template}' is not made of /segments and /{{parameters}}");
        return new FunctionRoute(declared.Method.ToString().ToUpperInvariant(), declared.Template);
    }

    private static bool IsValid(string template) =>
        template.StartsWith('/') && template[1..].Split('/').All(s => IsName(IsParameter(s) ? s[1..^1] : s));

    private static bool IsParameter(string segment) => segment is ['{', .., '}'];

    private static bool IsName(string segment) => segment.Length > 0 && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
