using Hoth.HttpJobs.Definitions;

namespace Hoth.Tests.HttpJobs;

public sealed class DefinitionFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hoth-definitions-");

    private static string Valid => JobFixture.Base.Replace("ORIGIN", "https://api.example.com");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Definitions_are_found_by_the_names_of_their_files()
    {
        Write("test.json", Valid);
        Write("b.json", Valid.Replace("\"name\": \"test\"", "\"name\": \"b\""));
        Write("notes.txt", "no definition");

        var definitions = HttpJobDefinitions.Load(_folder.FullName);

        definitions.All.Select(d => d.Name).ShouldBe(["b", "test"]);
        definitions.Find("test")!.Inputs.ShouldBe(["month"]);
        definitions.Find("TEST").ShouldBeNull();
    }

    [Fact]
    public void Every_mistake_of_every_file_is_named_at_once_with_file_and_path()
    {
        Write("a.json", "{");
        Write("other.json", Valid);
        Write("test.json", Valid.Replace("\"inputs\": [\"month\"]", "\"inputs\": [\"no spaces\"], \"colour\": 1"));

        var violations = Should.Throw<HttpJobDefinitionException>(() => HttpJobDefinitions.Load(_folder.FullName)).Violations;

        violations.Select(v => string.Join(' ', v.Split(' ')[..2])).ShouldBe(
            ["a.json: $", "other.json: $.name", "test.json: $.colour", "test.json: $.creation_requester.body.json.month", "test.json: $.inputs[0]"]);
    }

    [Fact]
    public void Folder_that_is_not_there_is_a_mistake() =>
        Should.Throw<HttpJobDefinitionException>(() => HttpJobDefinitions.Load(Path.Combine(_folder.FullName, "none"))).Violations.ShouldHaveSingleItem().ShouldContain("cannot be read");

    [Fact]
    public void Secrets_of_a_definition_are_those_of_all_its_requests()
    {
        var json = Valid
            .Replace("\"polling_requester\": {", "\"polling_requester\": { \"authentication\": { \"type\": \"basic\", \"secret\": \"s/1\" },")
            .Replace("\"delete_requester\": {", "\"delete_requester\": { \"authentication\": { \"type\": \"bearer\", \"secret\": \"s/2\" },")
            .Replace("\"abort_requester\": {", "\"abort_requester\": { \"authentication\": { \"type\": \"api_key\", \"secret\": \"s/1\", \"header\": \"X-Key\" },");

        HttpJobDefinition.Parse(json).Secrets.ShouldBe(["s/1", "s/2"], ignoreOrder: true);
    }

    private void Write(string file, string json) => File.WriteAllText(Path.Combine(_folder.FullName, file), json);
}
