using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hoth.Jobs;
using Shouldly;
using Xunit;

namespace Hoth.Tests.Jobs;

/// <summary>The record's JSON, which is written by hand, against the serializer's, which finds every member by itself.</summary>
public sealed class JobJsonTests
{
    private static readonly DateTimeOffset T0 = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    private static readonly JsonSerializerOptions Serializer = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters = { new KindConverter(), new JsonStringEnumConverter<JobStatus>(), new BodyConverter() },
    };

    private static readonly JobRecord Full = new()
    {
        JobId = "j-\"1\" ü",
        Kind = JobKind.Provisioning,
        InstanceId = "i1",
        RequestHash = "h",
        Version = 1L << 40,
        Status = JobStatus.Cancelling,
        GroupId = "p1",
        Csp = "csp-a",
        Owner = "someone",
        IsFetched = true,
        Request = new JobBody("""{"a":[1,{"b":"ü\u0000"}]}""") { Bytes = 7 },
        Result = new JobBody(null, "results/1") { Bytes = 1L << 33 },
        Code = 503,
        Error = new JobError("CODE", "why"),
        Output = new JobOutput("reports/1", "text/csv", 1L << 35, "ab", 12),
        Warnings = ["one", "<two>"],
        Progress = new JobProgress(1, 3),
        Answer = new JobAnswer(202, new JobBody("null"), "/jobs/1", new JobError("E", "d"), true) { RetryAfter = TimeSpan.FromSeconds(90.5) },
        CallBegunAt = T0.AddDays(1),
        Poll = new JobPoll(new Uri("https://csp.example/a%20b?x=1"), T0.AddDays(2)) { Count = 3, Blanks = 2, Status = "working", MessageId = "m1", EnqueuedAt = T0.AddDays(3) },
        Work = new JobBody("[]"),
        CorrelationId = "c1",
        TraceParent = "00-1-2-01",
        Attempt = 4,
        WorkMessageId = "w1",
        CreatedAt = T0.ToOffset(TimeSpan.FromHours(2)),
        StartedAt = T0.AddDays(4),
        LastUpdatedAt = T0.AddDays(5),
        FinishedAt = T0.AddDays(6),
        DeadlineAt = T0.AddDays(7),
        ExpiresAt = T0.AddDays(8),
        PurgeAt = T0.AddDays(9),
        EnqueuedAt = T0.AddDays(10),
        ResultEnqueuedAt = T0.AddDays(11),
        DeliveredAt = T0.AddDays(12),
        DeliveredMessageId = "d1",
        NextDueAt = T0.AddDays(13),
    };

    private static readonly JobRecord Least = new()
    {
        JobId = "j", Kind = JobKind.Cost, InstanceId = "i", RequestHash = "h", GroupId = "g", CorrelationId = "c", CreatedAt = T0, LastUpdatedAt = T0, DeadlineAt = T0, ExpiresAt = T0, PurgeAt = T0,
    };

    /// <summary>Whoever adds a member to a record has it in this test, too.</summary>
    [Fact]
    public void Full_record_of_this_test_leaves_nothing_out() => Unset(Full, "").ShouldBe(["Request.ArtifactKey", "Result.Json", "Answer.Body.ArtifactKey", "Answer.Body.Bytes", "Work.ArtifactKey", "Work.Bytes"], ignoreOrder: true);

    [Fact]
    public void Every_member_is_written_as_the_serializer_writes_it()
    {
        foreach (var record in new[] { Full, Least })
        {
            JsonNode.DeepEquals(JsonNode.Parse(JobJson.Write(record)), JsonSerializer.SerializeToNode(record, Serializer)).ShouldBeTrue(JobJson.Write(record));
            JobJson.WriteUtf8(record).ShouldBe(System.Text.Encoding.UTF8.GetBytes(JobJson.Write(record)));
        }
    }

    [Fact]
    public void Every_member_is_read_again()
    {
        JobJson.Read(JobJson.Write(Least)).ShouldBe(Least);
        var read = JobJson.Read(JobJson.WriteUtf8(Full).AsSpan());
        read.Warnings.ShouldBe(Full.Warnings);
        (read with { Warnings = Full.Warnings }).ShouldBe(Full);
        read.Poll!.Target!.OriginalString.ShouldBe(Full.Poll!.Target!.OriginalString);
    }

    [Fact]
    public void Body_as_deep_as_requests_may_be_is_read_again()
    {
        var deep = Least with { Answer = new JobAnswer(200, new JobBody(new string('[', 64) + new string(']', 64)), null, null, true) };

        JobJson.Read(JobJson.Write(deep)).ShouldBe(deep);
    }

    [Fact]
    public void Members_of_earlier_and_later_versions_are_skipped() =>
        JobJson.Read(JobJson.Write(Least).Replace("{", """{"isTerminal":false,"new":{"a":[1]},"csp":null,""", StringComparison.Ordinal)).ShouldBe(Least);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"jobId":1""")]
    [InlineData(""" "jobId":1 """)]
    [InlineData(""" "kind":"other" """)]
    [InlineData(""" "kind":0 """)]
    [InlineData(""" "status":"queued" """)]
    [InlineData(""" "version":1.5 """)]
    [InlineData(""" "attempt":4294967296 """)]
    [InlineData(""" "code":4294967296 """)]
    [InlineData(""" "isFetched":"yes" """)]
    [InlineData(""" "request":"text" """)]
    [InlineData(""" "warnings":{} """)]
    [InlineData(""" "warnings":[null] """)]
    [InlineData(""" "purgeAt":"tomorrow" """)]
    [InlineData(""" "error":{"code":"A"} """)]
    [InlineData(""" "answer":{"code":200,"isFinal":true,"retryAfter":"soon"} """)]
    [InlineData(""" "poll":{"target":"http://[" } """)]
    public void What_is_no_record_is_refused_as_JSON_that_is_wrong(string text)
    {
        // A last member wins over one of the same name before it.
        var json = text.StartsWith(' ') ? JobJson.Write(Least)[..^1] + "," + text + "}" : text;

        Should.Throw<JsonException>(() => JobJson.Read(json));
    }

    /// <summary>The paths of members that are null or at their default.</summary>
    private static IEnumerable<string> Unset(object part, string path)
    {
        foreach (var member in part.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var value = member.GetValue(part);
            if (value is null || (member.PropertyType.IsValueType && value.Equals(Activator.CreateInstance(member.PropertyType)))) yield return path + member.Name;
            else if (member.PropertyType.Namespace == typeof(JobRecord).Namespace && member.PropertyType.IsClass)
            {
                foreach (var inner in Unset(value, $"{path}{member.Name}.")) yield return inner;
            }
        }
    }

    private sealed class KindConverter() : JsonStringEnumConverter<JobKind>(JsonNamingPolicy.CamelCase);

    private sealed class BodyConverter : JsonConverter<JobBody>
    {
        public override JobBody Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, JobBody value, JsonSerializerOptions options)
        {
            var json = new JsonObject();
            if (value.Json is not null) json["json"] = JsonNode.Parse(value.Json);
            if (value.ArtifactKey is not null) json["artifactKey"] = value.ArtifactKey;
            if (value.Bytes is not null) json["bytes"] = value.Bytes;
            json.WriteTo(writer, options);
        }
    }
}
