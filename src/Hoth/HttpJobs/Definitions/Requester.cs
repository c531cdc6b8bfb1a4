using System.Text.Json;
using Hoth.HttpJobs.Expressions;

namespace Hoth.HttpJobs.Definitions;

/// <summary>One request of a definition.</summary>
/// <param name="Step">Its name in the definition, for messages.</param>
/// <param name="Method">GET unless said; POST for creations, DELETE for deletions.</param>
/// <param name="Url">Absolute, or an expression first.</param>
/// <param name="Headers">Name and value.</param>
/// <param name="Query">Name and value, added to the URL.</param>
/// <param name="Body">Null: none.</param>
/// <param name="Authentication">What proves who asks.</param>
/// <param name="Origins">Where it may go; at least one.</param>
/// <param name="Timeout">Of the whole exchange; of downloads until the headers, and between two reads.</param>
internal sealed record Requester(
    string Step,
    HttpMethod Method,
    Template Url,
    IReadOnlyList<(string Name, Template Value)> Headers,
    IReadOnlyList<(string Name, Template Value)> Query,
    RequestBody? Body,
    Authentication Authentication,
    IReadOnlyList<Origin> Origins,
    TimeSpan Timeout);

/// <summary>A body: exactly one of the three is set.</summary>
internal sealed record RequestBody(JsonElement? Json, IReadOnlyList<(string Name, Template Value)>? Form, Template? Text, IReadOnlyDictionary<string, Template> JsonTexts);

/// <summary>Credentials by reference to a secret, never by value.</summary>
/// <param name="Kind">How they are sent.</param>
/// <param name="Secret">The secret's name; empty for <see cref="AuthenticationKind.None"/>.</param>
/// <param name="Header">For API keys: in which header.</param>
/// <param name="TokenEndpoint">For bearer: where a token is fetched by client credentials; null: the secret holds the token.</param>
/// <param name="Scopes">For a token endpoint.</param>
internal sealed record Authentication(AuthenticationKind Kind, string Secret, string? Header, Uri? TokenEndpoint, IReadOnlyList<string> Scopes)
{
    public static Authentication None { get; } = new(AuthenticationKind.None, "", null, null, []);
}

internal enum AuthenticationKind
{
    None,
    Bearer,
    Basic,
    ApiKey,
}

/// <summary>Creates the job.</summary>
/// <param name="Requester">The request.</param>
/// <param name="MayRepeat">It may be sent again with the same <c>job.key</c> when it was not answered: the server recognises it.</param>
/// <param name="ImmediateStatuses">HTTP codes whose answer already is what a poll would bring.</param>
/// <param name="ConflictStatuses">HTTP codes that say that the job is there already.</param>
/// <param name="Adoption">Finds the job that is there; null: the conflict's own answer says which one it is.</param>
internal sealed record CreationStep(Requester Requester, bool MayRepeat, IReadOnlyList<int> ImmediateStatuses, IReadOnlyList<int> ConflictStatuses, Requester? Adoption);

/// <summary>Fetches one target, page by page.</summary>
internal sealed record DownloadRetriever(Requester Requester, Decoder Decoder, Pagination? Pagination, IReadOnlyList<int> ExpiredStatuses, long MaxBytes);

/// <summary>How a download is read.</summary>
/// <param name="Kind">Its format.</param>
/// <param name="Records">JSON: where the records are; null: the whole, or the items of an array.</param>
/// <param name="Delimiter">CSV.</param>
/// <param name="Inner">gzip and zip: the format inside.</param>
/// <param name="Entries">zip: which entries, with * and ?.</param>
/// <param name="MaxRatio">gzip and zip: how many times larger than compressed the content may be.</param>
/// <param name="MaxEntries">zip: how many entries there may be.</param>
internal sealed record Decoder(DecoderKind Kind, JsonPath? Records, char Delimiter, Decoder? Inner, string Entries, int MaxRatio, int MaxEntries);

internal enum DecoderKind
{
    Json,
    Jsonl,
    Csv,
    Gzip,
    Zip,
}

/// <summary>How the next page is found.</summary>
/// <param name="Kind">Link header, cursor or offset.</param>
/// <param name="Cursor">For cursors.</param>
/// <param name="StopAt">Cursor values that mean that there is no next page; absent and empty ones always do.</param>
/// <param name="Parameter">The query parameter that takes the cursor or offset; null for cursors that are URLs.</param>
/// <param name="PageSize">For offsets: a page with fewer records is the last.</param>
internal sealed record Pagination(PaginationKind Kind, Template? Cursor, IReadOnlyList<string> StopAt, string? Parameter, int PageSize);

internal enum PaginationKind
{
    Link,
    Cursor,
    Offset,
}

/// <summary>What a status means.</summary>
internal enum RemoteStatus
{
    Running,
    Completed,
    Failed,
    Timeout,
    Skipped,
}
