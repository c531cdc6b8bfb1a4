using System.Text.Json;
using Hoth.Local.Output;
using Hoth.PortContracts;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.Tests.Output;

public sealed partial class LogOutputTests
{
    [Fact]
    public async Task Json_output_is_one_object_per_line_with_the_values_of_the_message()
    {
        var text = await WriteAsync(new JsonFormat(), LogLevel.Information, logger => JobStarted(logger, "job-1", "line\nbreak"));
        var line = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
        var entry = JsonSerializer.Deserialize<JsonElement>(line);
        entry.GetProperty("event").GetString().ShouldBe("JobStarted");
        entry.GetProperty("jobId").GetString().ShouldBe("job-1");
        entry.GetProperty("csp").GetString().ShouldBe("line\nbreak");
        entry.GetProperty("level").GetString().ShouldBe("Information");
    }

    [Fact]
    public async Task Human_output_has_time_step_job_and_csp()
    {
        var text = await WriteAsync(new HumanFormat(colour: false, TimeZoneInfo.Utc), LogLevel.Information, logger => JobStarted(logger, "job-1", "csp-a"));
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..4].ShouldBe(["03:04:05.000", "started", "job-1", "csp-a"]);
        text.ShouldNotContain('\e');
    }

    [Fact]
    public async Task Quiet_output_has_no_steps_but_what_is_announced()
    {
        var text = await WriteAsync(new HumanFormat(colour: false, TimeZoneInfo.Utc), LogLevel.Warning, logger => JobStarted(logger, "job-1", "csp-a"));
        text.ShouldBeEmpty();

        using var announced = new StringWriter();
        await using (var output = new LogOutput(announced, new JsonFormat(), LogLevel.Warning, new ManualTimeProvider())) output.Announce("hello");
        announced.ToString().Trim().ShouldBe("hello");
    }

    [Fact]
    public async Task Warnings_name_the_correlation_id_around_them()
    {
        var text = await WriteAsync(new HumanFormat(colour: false, TimeZoneInfo.Utc), LogLevel.Warning, logger =>
        {
            using var scope = logger.BeginScope(new Dictionary<string, object> { ["CorrelationId"] = "corr-1" });
            Trouble(logger, 7);
        });
        text.ShouldContain("Trouble 7 (correlation corr-1)");
    }

    private static async Task<string> WriteAsync(ILogFormat format, LogLevel minimum, Action<ILogger> log)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        await using (var output = new LogOutput(writer, format, minimum, new ManualTimeProvider())) log(output.CreateLogger("Test"));
        return writer.ToString();
    }

    [LoggerMessage(1, LogLevel.Information, "Job {JobId} started for {Csp}")]
    private static partial void JobStarted(ILogger logger, string jobId, string csp);

    [LoggerMessage(2, LogLevel.Warning, "Trouble {Number}")]
    private static partial void Trouble(ILogger logger, int number);
}
