using System.Text.Json;
using Hoth.HttpJobs.Expressions;
using Hoth.Json;

namespace Hoth.HttpJobs.Definitions;

/// <summary>Reads how targets are fetched, decoded and paged through.</summary>
internal sealed class DownloadReader(TemplateReader templates, RequesterReader requests)
{
    private const int MiB = 1024 * 1024;
    private static readonly List<int> Expired = [403, 404, 410];

    public DownloadRetriever? Read(JsonInput? input, IReadOnlyCollection<string> scope, IReadOnlyCollection<string> pageScope)
    {
        if (input is not { IsObject: true }) return null;
        var requester = requests.Read(input.Object("requester", required: true), "download_retriever", HttpMethod.Get, scope, alsoKnown: null);
        var decoder = ReadDecoder(input.Object("decoder", required: true), depth: 0);
        var pagination = ReadPagination(input.Object("pagination", required: false), pageScope, decoder);
        var expired = Statuses.Read(input, "expired_statuses", Expired);
        var mebibytes = input.OptionalInteger("max_mebibytes", 1, 10240) ?? 1024;
        input.RefuseUnknownMembers();
        return requester is null || decoder is null ? null : new DownloadRetriever(requester, decoder, pagination, expired, (long)mebibytes * MiB);
    }

    private static Decoder? ReadDecoder(JsonInput? input, int depth)
    {
        if (input is not { IsObject: true }) return null;
        var type = input.RequiredString("type", t => t is "json" or "jsonl" or "csv" or "gzip" or "zip", "must be json, jsonl, csv, gzip or zip");
        JsonPath? records = null;
        Decoder? inner = null;
        var delimiter = ',';
        var entries = "*";
        var (ratio, count) = (200, 100);
        if (type == "json") input.OptionalString("records", t => (records = JsonPath.TryParse(t, out _)) is not null, "must be a path such as $.items[*]");
        if (type == "csv") delimiter = input.OptionalString("delimiter", t => t is { Length: 1 } && t[0] is '\t' or (> ' ' and <= '~' and not '"'), "must be one character, not a quotation mark") is { } d ? d[0] : ',';
        if (type is "gzip" or "zip")
        {
            var member = input.Object("inner", required: depth == 0);
            if (depth == 0) inner = ReadDecoder(member, depth + 1);
            else input.Violations.Add(input.PathOf("type"), "must not be gzip or zip inside of another");
            ratio = input.OptionalInteger("max_ratio", 1, 2000) ?? ratio;
        }

        if (type == "zip")
        {
            entries = input.OptionalString("entries", t => t.Length is >= 1 and <= 200, "must be a pattern such as *.csv") ?? entries;
            count = input.OptionalInteger("max_entries", 1, 10000) ?? count;
        }

        if (type is not null) input.RefuseUnknownMembers();
        return type is null || !Enum.TryParse<DecoderKind>(type, ignoreCase: true, out var kind) ? null : new Decoder(kind, records, delimiter, inner, entries, ratio, count);
    }

    private Pagination? ReadPagination(JsonInput? input, IReadOnlyCollection<string> scope, Decoder? decoder)
    {
        if (input is not { IsObject: true }) return null;
        var type = input.RequiredString("type", t => t is "link" or "cursor" or "offset", "must be link, cursor or offset");
        Template? cursor = null;
        string? parameter = null;
        List<string> stop = [];
        var size = 1;
        if (type == "cursor")
        {
            if (input.Member("cursor", required: true) is { } value) cursor = templates.Read(value, input.PathOf("cursor"), scope);
            parameter = input.OptionalString("parameter", p => p.Length is >= 1 and <= 100, "must be the name of the query parameter that takes the cursor");
            if (input.Member("stop_at", required: false) is { } words)
            {
                stop = words.ValueKind == JsonValueKind.Array ? [.. words.EnumerateArray().Select(w => JsonText.TryGet(w) ?? "")] : [""];
                if (stop.Contains("")) input.Violations.Add(input.PathOf("stop_at"), "must be an array of cursor values");
            }

            if (decoder is { Kind: not DecoderKind.Json } && cursor?.Paths.Any(p => p is { Context: Contexts.PageResponse, Part: "body" }) == true)
            {
                input.Violations.Add(input.PathOf("cursor"), "must not refer to the body where the decoder is not json: other bodies are not kept");
            }
        }

        if (type == "offset")
        {
            parameter = input.RequiredString("parameter", p => p.Length is >= 1 and <= 100, "must be the name of the query parameter that takes the offset");
            if (input.Member("page_size", required: true) is not null) size = input.OptionalInteger("page_size", 1, 100000) ?? 1;
        }

        if (type is not null) input.RefuseUnknownMembers();
        return type is null || !Enum.TryParse<PaginationKind>(type, ignoreCase: true, out var kind) ? null : new Pagination(kind, cursor, stop, parameter, size);
    }
}
