using System.Text;
using System.Text.Json;
using Hoth.Functions.Logging;
using Microsoft.Extensions.Logging;

namespace Hoth.Tests.Functions;

public sealed class JsonLoggerProviderTests
{
    private readonly MemoryStream _output = new();

    [Fact]
    public void Entry_is_one_line_of_JSON_with_the_members_of_scopes_and_message()
    {
        using var provider = new JsonLoggerProvider(_output, TimeProvider.System, LogLevel.Information);
        var logger = provider.CreateLogger("Some.Category");
        using (logger.BeginScope(new Dictionary<string, object> { ["CorrelationId"] = "c1", ["JobId"] = "outer" }))
        {
            logger.Log(LogLevel.Warning, new EventId(7, "Seven"), "Job {JobId} line\nbreak, attempt {Attempt}", "inner", 3);
        }

        var text = Encoding.UTF8.GetString(_output.ToArray());
        text.Count(c => c == '\n').ShouldBe(1);
        var entry = JsonDocument.Parse(text).RootElement;
        entry.GetProperty("level").GetString().ShouldBe("Warning");
        entry.GetProperty("category").GetString().ShouldBe("Some.Category");
        entry.GetProperty("eventId").GetInt32().ShouldBe(7);
        entry.GetProperty("event").GetString().ShouldBe("Seven");
        entry.GetProperty("message").GetString().ShouldBe("Job inner line\nbreak, attempt 3");
        entry.GetProperty("data").GetRawText().ShouldBe("""{"attempt":3,"correlationId":"c1","jobId":"inner"}""");
        entry.GetProperty("time").GetDateTimeOffset().Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Entries_below_the_minimum_are_not_written()
    {
        using var provider = new JsonLoggerProvider(_output, TimeProvider.System, LogLevel.Information);

        provider.CreateLogger("c").LogDebug("quiet");

        _output.Length.ShouldBe(0);
    }
}
