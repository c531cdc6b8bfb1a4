using System.Text.RegularExpressions;

namespace Hoth.Tests.Repository;

public sealed partial class RepositoryTests
{
    private static readonly string[] TextFiles =
        [".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".yml", ".yaml", ".md", ".sh", ".mjs", ".js", ".txt", ".xml", ".config", ".npmrc", "/run"];

    [Fact]
    public void Files_name_no_path_of_somebodys_machine()
    {
        var files = RepositoryFiles.EndingWith(TextFiles).ToList();
        files.ShouldContain("Hoth.sln");
        files.ShouldContain(".ci/run");
        files.Where(f => MachinePath().IsMatch(RepositoryFiles.Read(f))).ShouldBeEmpty("a clone must not depend on where it lies");
    }

    [Fact]
    public void Lock_files_and_package_settings_name_no_registry() =>
        RepositoryFiles.EndingWith("package-lock.json", "packages.lock.json", ".npmrc", "nuget.config")
            .Where(f => Registry().IsMatch(RepositoryFiles.Read(f)))
            .ShouldBeEmpty("each machine has its own registry");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = RepositoryFiles.Read("Hoth.sln").Replace('\\', '/');
        RepositoryFiles.EndingWith(".csproj").Where(p => !solution.Contains($"\"{p}\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_test_project_is_where_the_totals_look_for_it()
    {
        var projects = RepositoryFiles.EndingWith(".csproj").ToList();
        var testProjects = projects.Where(p => RepositoryFiles.Read(p).Contains("\"Microsoft.NET.Test.Sdk\"", StringComparison.Ordinal));
        var counted = projects.Where(p => CountedProject().IsMatch(p)).ToList();
        counted.ShouldNotBeEmpty();
        counted.ShouldBe(testProjects, "eng/test-totals.sh adds up tests/*Tests/*Tests.csproj");
    }

    [Theory]
    [InlineData("dotnet run --project src/Hoth.Local")]
    [InlineData("dotnet run --project src/Hoth.Local -- demo")]
    [InlineData("dotnet test")]
    public void Readme_says_how_to_run_and_test(string command) =>
        RepositoryFiles.Read("README.md").Split('\n').Select(l => l.Trim()).ShouldContain(l => l.StartsWith(command, StringComparison.Ordinal));

    [Fact]
    public void Links_between_documents_lead_somewhere() =>
        RepositoryFiles.EndingWith(".md")
            .SelectMany(file => RelativeLink().Matches(RepositoryFiles.Read(file)).Select(m => (File: file, Target: m.Groups["target"].Value)))
            .Where(link => !LeadsSomewhere(link.File, link.Target))
            .ShouldBeEmpty();

    [Fact]
    public void Decision_records_that_files_name_are_there()
    {
        var named = RepositoryFiles.EndingWith(TextFiles)
            .SelectMany(file => DecisionRecord().Matches(RepositoryFiles.Read(file)).Select(m => (File: file, Record: m.Value))).ToList();
        named.ShouldNotBeEmpty();
        named.Where(n => !File.Exists(RepositoryFiles.PathOf(n.Record))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_decision_record_is_in_the_index()
    {
        var index = RepositoryFiles.Read("docs/adr/README.md");
        RepositoryFiles.EndingWith(".md")
            .Where(f => f.StartsWith("docs/adr/0", StringComparison.Ordinal))
            .Where(f => !index.Contains(Path.GetFileName(f), StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static bool LeadsSomewhere(string file, string target)
    {
        var path = Path.Combine(Path.GetDirectoryName(RepositoryFiles.PathOf(file))!, target);
        return File.Exists(path) || Directory.Exists(path);
    }

    [GeneratedRegex(@"(?<![\w.}\])-])/(?:home/\w|root/|Users/\w|work/|tmp/wt)|\b[A-Z]:\\Users")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"""resolved""\s*:\s*""http|^\s*(?:@[\w-]+:)?registry\s*=|<add\s[^>]*http", RegexOptions.Multiline)]
    private static partial Regex Registry();

    [GeneratedRegex(@"docs/adr/\d{4}[\w-]*(?:\.md)?")]
    private static partial Regex DecisionRecord();

    [GeneratedRegex("^tests/[^/]*Tests/[^/]*Tests\\.csproj$")]
    private static partial Regex CountedProject();

    [GeneratedRegex(@"\]\((?<target>[^)#:\s]+)(?:#[^)]*)?\)")]
    private static partial Regex RelativeLink();
}
