using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Hoth.HttpJobs.Expressions;
using Hoth.Json;

namespace Hoth.HttpJobs.Definitions;

/// <summary>The rules of a definition. Every member that is not known is refused: a misspelt limit must not silently become the default.</summary>
internal sealed class DefinitionReader
{
    private const string NameRule = "must be 1 to 64 of A-Z a-z 0-9 _ -";
    private static readonly string[] AtStart = [Contexts.Input, Contexts.Job];
    private static readonly string[] AfterCreation = [.. AtStart, Contexts.CreationResponse];
    private static readonly string[] AfterPolling = [.. AfterCreation, Contexts.PollingResponse];
    private static readonly string[] AtDownload = [.. AfterPolling, Contexts.DownloadTarget];
    private static readonly string[] AtPage = [.. AtDownload, Contexts.PageResponse];

    private readonly Violations _violations = new();

    /// <exception cref="HttpJobDefinitionException">Rules are broken; all of them are named at once.</exception>
    public HttpJobDefinition Read(JsonElement root)
    {
        var input = new JsonInput(root, "$", _violations);
        input.OptionalString("$schema", _ => true, "");
        input.OptionalString("description", text => text.Length <= 2000, "must be at most 2000 characters");
        var name = input.RequiredString("name", IsName, NameRule);
        var inputs = ReadNames(input, "inputs");
        var templates = new TemplateReader(_violations, inputs);
        var requests = new RequesterReader(templates);

        var creation = ReadCreation(input, requests);
        var polling = ReadRequester(input, "polling_requester", requests, HttpMethod.Get, AfterCreation, required: true);
        var status = ReadStatus(input, templates);
        var mapping = ReadMapping(input);
        var targetMember = Alias(input, "download_target_requester", "url_requester");
        var targets = ReadRequester(input, targetMember, requests, HttpMethod.Get, AfterPolling, required: false);
        var extractor = ReadExtractor(input, hasRequester: input.Member(targetMember, required: false) is not null);
        var hasTarget = input.Member("download_target_extractor", required: false) is not null || input.Member("urls_extractor", required: false) is not null;
        var download = new DownloadReader(templates, requests).Read(input.Object("download_retriever", required: true), hasTarget ? AtDownload : AfterPolling, hasTarget ? AtPage : [.. AfterPolling, Contexts.PageResponse]);
        var abort = ReadRequester(input, "abort_requester", requests, HttpMethod.Post, AfterPolling, required: false);
        var delete = ReadRequester(input, "delete_requester", requests, HttpMethod.Delete, AfterPolling, required: false);
        var timeout = input.OptionalInteger("polling_job_timeout", 1, 4320) ?? 60;
        var interval = input.OptionalInteger("polling_interval_seconds", 1, 900) ?? 15;
        var wait = input.OptionalInteger("failed_retry_wait_time_in_seconds", 0, 86400) ?? 60;
        var tries = input.OptionalInteger("max_tries", 1, 3) ?? 3;
        var concurrency = input.OptionalInteger("concurrency", 1, 100) ?? 5;
        input.RefuseUnknownMembers();

        if (_violations.Any) throw new HttpJobDefinitionException(_violations.ToLines());
        return new HttpJobDefinition(name!, inputs, concurrency, new HttpJobSteps
        {
            Creation = creation!,
            Polling = polling!,
            Status = status!,
            StatusMapping = mapping,
            TargetRequester = targets,
            TargetExtractor = extractor,
            Download = download!,
            Abort = abort,
            Delete = delete,
            PollingTimeout = TimeSpan.FromMinutes(timeout),
            PollingInterval = TimeSpan.FromSeconds(interval),
            RetryWait = TimeSpan.FromSeconds(wait),
            MaxTries = tries,
            Paths = templates.Paths,
        });
    }

    private static Requester? ReadRequester(JsonInput input, string member, RequesterReader requests, HttpMethod method, IReadOnlyCollection<string> scope, bool required) =>
        requests.Read(input.Object(member, required), member, method, scope, alsoKnown: null);

    private CreationStep? ReadCreation(JsonInput input, RequesterReader requests)
    {
        CreationStep? step = null;
        List<int> conflicts = [];
        var adoption = requests.Read(input.Object("adoption_requester", required: false), "adoption_requester", HttpMethod.Get, AfterCreation, alsoKnown: null);
        var member = input.Object("creation_requester", required: true);
        var requester = requests.Read(member, "creation_requester", HttpMethod.Post, AtStart, creation =>
        {
            var repeat = creation.OptionalBoolean("may_repeat") ?? false;
            var immediate = Statuses.Read(creation, "immediate_statuses", []);
            conflicts = Statuses.Read(creation, "conflict_statuses", []);
            step = new CreationStep(null!, repeat, immediate, conflicts, adoption);
        });
        if (adoption is not null && conflicts.Count == 0) _violations.Add("$.adoption_requester", "needs creation_requester.conflict_statuses");
        return requester is null || step is null ? null : step with { Requester = requester };
    }

    private static Template? ReadStatus(JsonInput input, TemplateReader templates)
    {
        if (input.Member("status_extractor", required: true) is not { } value) return null;
        var template = templates.Read(value, "$.status_extractor", AfterPolling);
        if (template is { HasExpression: false }) templates.Violations.Add("$.status_extractor", "must have an expression, such as {{ polling_response.body.status }}");
        return template;
    }

    private FrozenDictionary<string, RemoteStatus> ReadMapping(JsonInput input)
    {
        const string Rule = "must be running, completed, failed, timeout or skipped";
        var mapping = new Dictionary<string, RemoteStatus>(StringComparer.Ordinal);
        if (input.Member("status_mapping", required: true) is not { } value) return FrozenDictionary<string, RemoteStatus>.Empty;
        var members = new JsonInput(value, "$.status_mapping", _violations);
        foreach (var property in members.IsObject ? value.EnumerateObject() : default)
        {
            var word = property.Value.ValueKind == JsonValueKind.String ? JsonInput.TextOf(property.Value) : null;
            if (word is not null && word.All(char.IsAsciiLetterLower) && Enum.TryParse<RemoteStatus>(word, ignoreCase: true, out var status)) mapping[property.Name] = status;
            else _violations.Add($"$.status_mapping['{property.Name}']", Rule);
        }

        if (members.IsObject && !mapping.ContainsValue(RemoteStatus.Completed)) _violations.Add("$.status_mapping", "must map a status to completed");
        return mapping.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private JsonPath? ReadExtractor(JsonInput input, bool hasRequester)
    {
        var member = Alias(input, "download_target_extractor", "urls_extractor");
        if (input.Member(member, required: false) is null && hasRequester) _violations.Add("$.download_target_extractor", "is required with download_target_requester");
        string? mistake = null;
        JsonPath? path = null;
        input.OptionalString(member, text => (path = JsonPath.TryParse(text, out mistake)) is not null, "must be a path such as $.items[*].url");
        return path;
    }

    /// <summary>Seed 000's name where that is used, with a violation where both are.</summary>
    private string Alias(JsonInput input, string member, string alias)
    {
        var hasAlias = input.Member(alias, required: false) is not null;
        if (hasAlias && input.Member(member, required: false) is not null) _violations.Add($"$.{alias}", $"is another name of {member}: give one of them");
        return hasAlias ? alias : member;
    }

    private List<string> ReadNames(JsonInput input, string member)
    {
        if (input.Member(member, required: false) is not { } value) return [];
        var names = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(i => i.ValueKind == JsonValueKind.String ? JsonInput.TextOf(i) : null).ToList() : [null];
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] is not { } name || !IsName(name)) _violations.Add(string.Create(CultureInfo.InvariantCulture, $"$.{member}[{i}]"), NameRule);
        }

        return [.. names.Where(n => n is not null).Select(n => n!)];
    }

    private static bool IsName(string text) => text.Length is >= 1 and <= 64 && text.All(ExpressionScanner.IsNameCharacter);
}
