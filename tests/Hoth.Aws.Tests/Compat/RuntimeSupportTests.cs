using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Hoth.Aws.Tests.RuntimeApi;

namespace Hoth.Aws.Tests.Compat;

[Collection(ProcessWide.Name)]
public sealed partial class RuntimeSupportTests
{
    [Fact]
    public async Task Typed_handler_gets_the_event_and_its_context()
    {
        ILambdaContext? seen = null;
        string? trace = null;
        await using var api = await RuntimeApiServer.StartAsync();
        await using var running = Run(api, LambdaBootstrapBuilder.Create<Question, Answer>(
            (question, context) =>
            {
                seen = context;
                trace = Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID");
                return Task.FromResult(new Answer(question.Text + "!"));
            },
            new SourceGeneratorLambdaJsonSerializer<QuestionsJson>()));

        var outcome = await api.InvokeAsync("""{"text":"hi"}""", TimeSpan.FromMinutes(5), new Dictionary<string, string> { ["Lambda-Runtime-Trace-Id"] = "Root=1-2" });

        outcome.Response.ShouldBe("""{"Text":"hi!"}""");
        seen!.AwsRequestId.ShouldBe(outcome.RequestId);
        seen.InvokedFunctionArn.ShouldEndWith(":tested");
        seen.RemainingTime.ShouldBeInRange(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        seen.TraceId.ShouldBe("Root=1-2");
        seen.Serializer.ShouldBeOfType<SourceGeneratorLambdaJsonSerializer<QuestionsJson>>();
        seen.Identity.IdentityId.ShouldBeNull();
        trace.ShouldBe("Root=1-2");
    }

    [Fact]
    public async Task Stream_handler_answers_bytes()
    {
        await using var api = await RuntimeApiServer.StartAsync();
        await using var running = Run(api, LambdaBootstrapBuilder.Create((Stream input, ILambdaContext _) => Task.FromResult(input)));

        (await api.InvokeAsync("[1]")).Response.ShouldBe("[1]");
        (await api.InvokeAsync("[2]")).Response.ShouldBe("[2]");
    }

    [Fact]
    public async Task Failing_handler_posts_the_error_and_lives_on()
    {
        var fail = true;
        await using var api = await RuntimeApiServer.StartAsync();
        await using var running = Run(api, LambdaBootstrapBuilder.Create((Stream input, ILambdaContext _) =>
            fail ? throw new InvalidOperationException("broken", new ArgumentException("why")) : Task.FromResult(input)));

        var error = (await api.InvokeAsync("{}")).Error.ShouldNotBeNull();
        fail = false;
        (await api.InvokeAsync("{}")).Response.ShouldBe("{}");

        error.ContentType.ShouldBe("application/vnd.aws.lambda.error+json");
        error.TypeHeader.ShouldBe("InvalidOperationException");
        error.ErrorType.ShouldBe("InvalidOperationException");
        error.ErrorMessage.ShouldBe("broken");
        error.Body.GetProperty("stackTrace")[0].GetString()!.ShouldStartWith("at ");
        error.Body.GetProperty("cause").GetProperty("errorMessage").GetString().ShouldBe("why");
    }

    [Fact]
    public async Task Event_that_does_not_parse_is_an_error_of_the_invocation()
    {
        await using var api = await RuntimeApiServer.StartAsync();
        await using var running = Run(api, LambdaBootstrapBuilder.Create<Question, Answer>(
            _ => Task.FromResult(new Answer("")), new SourceGeneratorLambdaJsonSerializer<QuestionsJson>()));

        (await api.InvokeAsync("not json")).Error!.ErrorType.ShouldBe(nameof(JsonSerializerException));
    }

    [Fact]
    public async Task Failing_initializer_posts_init_error_and_ends_the_run()
    {
        await using var api = await RuntimeApiServer.StartAsync();
        using var bootstrap = Configured(api, LambdaBootstrapBuilder.Create((Stream input, ILambdaContext _) => Task.FromResult(input)))
            .UseBootstrapHandler(() => throw new InvalidOperationException("no such function"))
            .Build();

        await Should.ThrowAsync<InvalidOperationException>(() => bootstrap.RunAsync());

        (await api.InitError).ErrorMessage.ShouldBe("no such function");
        api.Polls.ShouldBe(0);
    }

    [Fact]
    public async Task Initializer_that_says_no_ends_the_run_quietly()
    {
        await using var api = await RuntimeApiServer.StartAsync();
        using var bootstrap = Configured(api, LambdaBootstrapBuilder.Create((Stream input, ILambdaContext _) => Task.FromResult(input)))
            .UseBootstrapHandler(() => Task.FromResult(false))
            .Build();

        await bootstrap.RunAsync();

        api.InitError.IsCompleted.ShouldBeFalse();
        api.Polls.ShouldBe(0);
    }

    [SkippableTheory]
    [InlineData("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")]
    [InlineData("AWS_LAMBDA_MAX_CONCURRENCY", "2")]
    public async Task Mode_that_compat_does_not_speak_is_refused_loudly(string variable, string value)
    {
        Skip.IfNot(PublicApiTests.IsCompat(typeof(LambdaBootstrap).Assembly), "the official package speaks it");
        Environment.SetEnvironmentVariable(variable, value);
        try
        {
            await using var api = await RuntimeApiServer.StartAsync();
            using var bootstrap = Configured(api, LambdaBootstrapBuilder.Create((Stream input, ILambdaContext _) => Task.FromResult(input))).Build();

            await Should.ThrowAsync<NotSupportedException>(() => bootstrap.RunAsync());

            (await api.InitError).ErrorMessage!.ShouldContain("AwsPackages=nuget");
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public async Task Oversized_error_is_replaced_by_a_short_one()
    {
        await using var api = await RuntimeApiServer.StartAsync();
        await using var running = Run(api, LambdaBootstrapBuilder.Create((Stream _, ILambdaContext _) =>
            Task.FromException<Stream>(new InvalidOperationException(new string('x', 300_000)))));

        var error = (await api.InvokeAsync("{}")).Error!;

        error.ErrorType.ShouldBe("InvalidOperationException");
        error.ErrorMessage!.Length.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task Log_lines_carry_time_request_and_level()
    {
        var log = await LogOfAsync(null, context =>
        {
            context.Logger.LogInformation("took {ms:0.0} ms of {{all}}", 1.25);
            context.Logger.LogDebug("not shown");
            LambdaLogger.Log("from afar");
        });

        log[0].ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\trequest-1\tinfo\ttook 1\.[23] ms of \{all\}$");
        log[1].ShouldEndWith("\tinfo\tfrom afar");
        log.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Json_log_lines_are_objects_with_the_named_properties()
    {
        var log = await LogOfAsync("JSON", context =>
        {
            context.Logger.LogError(new InvalidOperationException("broken"), "job {jobId} failed {times} times", "j1", 3);
            Console.WriteLine("plain");
        });

        var line = JsonSerializer.Deserialize<JsonElement>(log[0]);
        line.GetProperty("level").GetString().ShouldBe("Error");
        line.GetProperty("requestId").GetString().ShouldBe("request-1");
        line.GetProperty("message").GetString().ShouldBe("job j1 failed 3 times");
        line.GetProperty("jobId").GetString().ShouldBe("j1");
        line.GetProperty("times").GetInt32().ShouldBe(3);
        line.GetProperty("errorMessage").GetString().ShouldBe("broken");
        JsonSerializer.Deserialize<JsonElement>(log[1]).GetProperty("message").GetString().ShouldBe("plain");
    }

    /// <summary>What one invocation writes to standard output.</summary>
    private static async Task<string[]> LogOfAsync(string? format, Action<ILambdaContext> handler)
    {
        var (console, written) = (Console.Out, new StringWriter());
        Environment.SetEnvironmentVariable("AWS_LAMBDA_LOG_FORMAT", format);
        Console.SetOut(written);
        try
        {
            await using var api = await RuntimeApiServer.StartAsync();
            await using var running = Run(api, LambdaBootstrapBuilder.Create((Stream input, ILambdaContext context) =>
            {
                handler(context);
                return Task.FromResult(input);
            }));
            await api.InvokeAsync("{}");
        }
        finally
        {
            Console.SetOut(console);
            Environment.SetEnvironmentVariable("AWS_LAMBDA_LOG_FORMAT", null);
        }

        return written.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static LambdaBootstrapBuilder Configured(RuntimeApiServer api, LambdaBootstrapBuilder builder) =>
        builder.ConfigureOptions(options => options.RuntimeApiEndpoint = api.HostAndPort);

    private static RunningBootstrap Run(RuntimeApiServer api, LambdaBootstrapBuilder builder) => new(Configured(api, builder).Build());

    internal sealed record Question(string Text);

    internal sealed record Answer(string Text);

    [JsonSerializable(typeof(Question))]
    [JsonSerializable(typeof(Answer))]
    internal sealed partial class QuestionsJson : JsonSerializerContext;

    /// <summary>A bootstrap that runs until the test is over, and whose failure fails the test.</summary>
    private sealed class RunningBootstrap : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly LambdaBootstrap _bootstrap;
        private readonly Task _run;

        public RunningBootstrap(LambdaBootstrap bootstrap) => (_bootstrap, _run) = (bootstrap, bootstrap.RunAsync(_stop.Token));

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _run;
            _bootstrap.Dispose();
            _stop.Dispose();
        }
    }
}
