using System.Text.RegularExpressions;
using Hoth.Functions.Catalog;
using Hoth.Packaging;
using Hoth.Ports;

namespace Hoth.Tests.Architecture;

/// <summary>Names that several hosts need are written once; whoever needs one refers to that place.</summary>
public sealed partial class LiteralTests
{
    private static readonly string[] Literals = [.. ProductFiles().SelectMany(LiteralsOf)];

    [Fact]
    public void Each_queue_name_is_written_once()
    {
        Queues.All.ShouldNotBeEmpty();
        Queues.All.Select(q => q.Name).Where(n => Literals.Count(l => IsWordOf(l, n)) != 1).ShouldBeEmpty();
    }

    [Fact]
    public void No_function_name_is_written_as_a_literal() =>
        // They are the names of methods.
        FunctionNames().Where(n => Literals.Contains(n)).ShouldBeEmpty();

    [Fact]
    public void Each_route_is_written_once()
    {
        var stems = FunctionCatalog.Create().All.Where(f => f.Route is not null).Select(f => "/" + f.Route!.Template.Split('/')[1]).Distinct().ToList();
        stems.ShouldNotBeEmpty();

        // Whole segments of paths: /api is neither in /apigateway nor in https://api.
        stems.Where(s => Literals.Count(l => Regex.IsMatch(l, $@"(?<!/){Regex.Escape(s)}(?![\w-])")) != 1).ShouldBeEmpty();
    }

    private static List<string> FunctionNames()
    {
        var names = FunctionCatalog.Create().All.Select(f => f.Name).ToList();
        names.ShouldNotBeEmpty();
        return names;
    }

    private static List<string> ProductFiles()
    {
        // The mock CSP is another system with an API of its own.
        var files = new[] { "src", "infra" }
            .SelectMany(d => Directory.EnumerateFiles(Checkout.PathOf(d), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains("Hoth.MockCsp", StringComparison.Ordinal))
            .ToList();
        files.ShouldNotBeEmpty();
        return files;
    }

    private static IEnumerable<string> LiteralsOf(string file) =>
        from line in File.ReadLines(file)
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        from Match match in StringLiteral().Matches(line)
        select match.Groups["text"].Value;

    [GeneratedRegex("""
        "(?<text>(?:[^"\\]|\\.)*)"
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex StringLiteral();

    /// <summary>One name may be the end of another (ProvisioningJobsQueue, AsyncProvisioningJobsQueue): only whole words count.</summary>
    private static bool IsWordOf(string literal, string name) => Regex.IsMatch(literal, $@"(?<!\w){Regex.Escape(name)}(?!\w)");
}
