using System.Globalization;
using System.Text.Json;

namespace Hoth.Jobs;

/// <summary>Reads what <see cref="JobRecordWriter"/> wrote, today or before: members that are not known are skipped, those that are not there are null.</summary>
internal readonly struct JobRecordReader
{
    private readonly Dictionary<string, JsonElement> _members;

    private JobRecordReader(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new JsonException("A job record, and each of its parts, must be an object.");
        _members = new Dictionary<string, JsonElement>(json.GetPropertyCount(), StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null || member.NameEquals("json"u8)) _members[member.Name] = member.Value;
        }
    }

    /// <exception cref="JsonException">It is not a job record.</exception>
    public static JobRecord Read(JsonElement json)
    {
        try
        {
            return new JobRecordReader(json).ReadRecord();
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException)
        {
            throw new JsonException("A member of a job record is not of its type.", e);
        }
    }

    private JobRecord ReadRecord() => new()
    {
        JobId = Text("jobId"),
        Kind = JobNames.KindOf(Text("kind")),
        InstanceId = Text("instanceId"),
        RequestHash = Text("requestHash"),
        Version = Number("version") ?? 1,
        Status = TextOrNull("status") is { } status ? JobNames.StatusOf(status) : JobStatus.Queued,
        GroupId = Text("groupId"),
        Csp = TextOrNull("csp"),
        Owner = TextOrNull("owner"),
        IsFetched = Flag("isFetched"),
        Request = Body("request"),
        Result = Body("result"),
        Code = _members.ContainsKey("code") ? Count("code") : null,
        Error = Error(),
        Output = Part("output") is { } output
            ? new JobOutput(output.TextOrNull("artifactKey"), output.Text("mediaType"), output.Number("bytes") ?? 0, output.TextOrNull("sha256"), output.Number("rows"))
            : null,
        Warnings = Warnings(),
        Progress = Part("progress") is { } progress ? new JobProgress(progress.Count("done"), progress.Count("total")) : null,
        Answer = Part("answer") is { } answer
            ? new JobAnswer(answer.Count("code"), answer.Body("body"), answer.TextOrNull("location"), answer.Error(), answer.Flag("isFinal"))
            {
                RetryAfter = answer.TextOrNull("retryAfter") is { } wait ? TimeSpan.ParseExact(wait, "c", CultureInfo.InvariantCulture) : null,
            }
            : null,
        CallBegunAt = InstantOrNull("callBegunAt"),
        Poll = Part("poll") is { } poll
            ? new JobPoll(poll.TextOrNull("target") is { } target ? new Uri(target, UriKind.RelativeOrAbsolute) : null, poll.Instant("nextAt"))
            {
                Count = poll.Count("count"),
                Blanks = poll.Count("blanks"),
                Status = poll.TextOrNull("status"),
                MessageId = poll.TextOrNull("messageId"),
                EnqueuedAt = poll.InstantOrNull("enqueuedAt"),
            }
            : null,
        Work = Body("work"),
        CorrelationId = Text("correlationId"),
        TraceParent = TextOrNull("traceParent"),
        Attempt = Count("attempt"),
        WorkMessageId = TextOrNull("workMessageId"),
        CreatedAt = Instant("createdAt"),
        StartedAt = InstantOrNull("startedAt"),
        LastUpdatedAt = Instant("lastUpdatedAt"),
        FinishedAt = InstantOrNull("finishedAt"),
        DeadlineAt = Instant("deadlineAt"),
        ExpiresAt = Instant("expiresAt"),
        PurgeAt = Instant("purgeAt"),
        EnqueuedAt = InstantOrNull("enqueuedAt"),
        ResultEnqueuedAt = InstantOrNull("resultEnqueuedAt"),
        DeliveredAt = InstantOrNull("deliveredAt"),
        DeliveredMessageId = TextOrNull("deliveredMessageId"),
        NextDueAt = InstantOrNull("nextDueAt"),
    };

    private JobBody? Body(string name) => Part(name) is { } body
        ? new JobBody(body._members.TryGetValue("json", out var json) ? json.GetRawText() : null, body.TextOrNull("artifactKey")) { Bytes = body.Number("bytes") }
        : null;

    private JobError? Error() => Part("error") is { } error ? new JobError(error.Text("code"), error.Text("detail")) : null;

    private string[]? Warnings()
    {
        if (!_members.TryGetValue("warnings", out var json)) return null;
        var warnings = new string[json.GetArrayLength()];
        for (var i = 0; i < warnings.Length; i++) warnings[i] = json[i].GetString() ?? throw Missing("warnings");
        return warnings;
    }

    private JobRecordReader? Part(string name) => _members.TryGetValue(name, out var json) ? new JobRecordReader(json) : null;

    private string Text(string name) => TextOrNull(name) ?? throw Missing(name);

    private string? TextOrNull(string name) => _members.TryGetValue(name, out var json) ? json.GetString() : null;

    private int Count(string name) => checked((int)(Number(name) ?? 0));

    private long? Number(string name) => _members.TryGetValue(name, out var json) ? json.GetInt64() : null;

    private bool Flag(string name) => _members.TryGetValue(name, out var json) && json.GetBoolean();

    private DateTimeOffset Instant(string name) => InstantOrNull(name) ?? throw Missing(name);

    private DateTimeOffset? InstantOrNull(string name) => _members.TryGetValue(name, out var json) ? json.GetDateTimeOffset() : null;

    private static JsonException Missing(string name) => new($"A job record has no {name}.");
}
