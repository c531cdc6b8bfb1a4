using System.Text.Json.Nodes;
using Hoth.HttpJobs.Definitions;
using Hoth.Tests.Repository;

namespace Hoth.Tests.HttpJobs;

/// <summary>The published schema and the loader know the same members.</summary>
public sealed class SchemaTests
{
    private static readonly JsonObject Schema = JsonNode.Parse(RepositoryFiles.Read("docs/http-jobs.schema.json"))!.AsObject();

    /// <summary>Every member that the schema has, where it may stand.</summary>
    public static TheoryData<string, string> Members() => new()
    {
        { "", "#" },
        { "creation_requester", "creation" },
        { "adoption_requester", "request" },
        { "polling_requester", "request" },
        { "download_target_requester", "request" },
        { "abort_requester", "request" },
        { "delete_requester", "request" },
        { "creation_requester.body", "body" },
        { "download_retriever", "download" },
        { "download_retriever.requester", "request" },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public void Loader_knows_exactly_the_members_of_the_schema(string at, string schema)
    {
        var known = PropertiesOf(schema);
        known.ShouldNotBeEmpty();

        UnknownAmong(at, known).ShouldBeEmpty();
        UnknownAmong(at, ["surely_not"]).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("authentication", "polling_requester.authentication", "none|bearer|basic|api_key", "type|secret|header|token_endpoint|scopes")]
    [InlineData("decoder", "download_retriever.decoder", "json|jsonl|csv|gzip|zip", "type|records|delimiter|inner|max_ratio|entries|max_entries")]
    [InlineData("pagination", "download_retriever.pagination", "link|cursor|offset", "type|cursor|parameter|stop_at|page_size")]
    public void Loader_knows_each_member_of_a_union_for_one_of_its_types(string schema, string at, string types, string members)
    {
        PropertiesOf(schema).ShouldBe(members.Split('|'));
        Schema["$defs"]![schema]!["properties"]!["type"]!["enum"]!.AsArray().Select(t => t!.GetValue<string>()).ShouldBe(types.Split('|'));

        var unknownForAll = members.Split('|').Where(m => types.Split('|').All(t => UnknownAmong(at, [m], t).Count > 0));

        unknownForAll.ShouldBeEmpty();
    }

    private static List<string> PropertiesOf(string schema) =>
        [.. (schema == "#" ? Schema : Schema["$defs"]![schema]!)["properties"]!.AsObject().Select(p => p.Key)];

    /// <summary>Of the members that are set to nonsense: those that the loader calls unknown.</summary>
    private static List<string> UnknownAmong(string at, IEnumerable<string> members, string? type = null)
    {
        var definition = new JsonObject();
        var target = definition;
        foreach (var step in at.Split('.', StringSplitOptions.RemoveEmptyEntries)) target[step] = target = new JsonObject();
        if (type is not null) target["type"] = type;
        foreach (var member in members.Where(m => m != "type")) target[member] = new JsonObject();

        var path = at.Length == 0 ? "$" : $"$.{at}";
        var violations = Should.Throw<HttpJobDefinitionException>(() => HttpJobDefinition.Parse(definition.ToJsonString())).Violations;
        return [.. violations.Where(v => v.StartsWith(path + ".", StringComparison.Ordinal) && v.EndsWith(" is not a known member", StringComparison.Ordinal) && !v[(path.Length + 1)..].Contains('.', StringComparison.Ordinal))];
    }
}
