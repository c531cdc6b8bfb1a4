using Amazon.StepFunctions;
using Amazon.StepFunctions.Model;

namespace Hoth.Aws.Tests.Compat;

public sealed class StepFunctionsClientTests
{
    [Fact]
    public async Task Start_writes_camel_case_and_reads_times()
    {
        await using var states = await AwsStub.StartAsync(new StubAnswer("""{"executionArn":"arn:e","startDate":1700000000.123}"""));
        using var client = Client(states);

        var response = await client.StartExecutionAsync(new StartExecutionRequest { StateMachineArn = "arn:m", Name = "n", Input = "{}" });

        response.ExecutionArn.ShouldBe("arn:e");
        response.StartDate.ShouldBe(DateTime.UnixEpoch.AddMilliseconds(1700000000123));
        response.StartDate!.Value.Kind.ShouldBe(DateTimeKind.Utc);
        var request = states.Requests.ShouldHaveSingleItem();
        request.Headers["X-Amz-Target"].ShouldBe("AWSStepFunctions.StartExecution");
        request.Body.ShouldBe("""{"input":"{}","name":"n","stateMachineArn":"arn:m"}""");
    }

    [Fact]
    public async Task History_keeps_event_types_it_does_not_know()
    {
        await using var states = await AwsStub.StartAsync(new StubAnswer(
            """{"events":[{"id":1,"type":"TaskFailed","timestamp":1,"taskFailedEventDetails":{"error":"E","cause":"C","resource":"r","resourceType":"lambda"}},{"id":2,"previousEventId":1,"type":"Brandnew","timestamp":2}],"nextToken":"more"}"""));
        using var client = Client(states);

        var response = await client.GetExecutionHistoryAsync(new GetExecutionHistoryRequest { ExecutionArn = "arn:e", ReverseOrder = true });

        response.NextToken.ShouldBe("more");
        response.Events[0].Type.ShouldBe(HistoryEventType.TaskFailed);
        response.Events[0].TaskFailedEventDetails.Cause.ShouldBe("C");
        response.Events[1].Type.Value.ShouldBe("Brandnew");
        states.Requests[0].Json.GetProperty("reverseOrder").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Constants_and_nested_shapes_travel()
    {
        await using var states = await AwsStub.StartAsync(new StubAnswer("""{"stateMachineArn":"arn:m","creationDate":1}"""));
        using var client = Client(states);

        await client.CreateStateMachineAsync(new CreateStateMachineRequest
        {
            Name = "m",
            Definition = "{}",
            RoleArn = "arn:r",
            Type = StateMachineType.EXPRESS,
            LoggingConfiguration = new() { Level = LogLevel.ERROR, Destinations = [new() { CloudWatchLogsLogGroup = new() { LogGroupArn = "arn:g" } }] },
        });

        states.Requests[0].Body.ShouldBe(
            """{"definition":"{}","loggingConfiguration":{"destinations":[{"cloudWatchLogsLogGroup":{"logGroupArn":"arn:g"}}],"level":"ERROR"},"name":"m","roleArn":"arn:r","type":"EXPRESS"}""");
    }

    [Theory]
    [InlineData("ExecutionAlreadyExists", typeof(ExecutionAlreadyExistsException))]
    [InlineData("ExecutionDoesNotExist", typeof(ExecutionDoesNotExistException))]
    [InlineData("StateMachineDoesNotExist", typeof(StateMachineDoesNotExistException))]
    [InlineData("ValidationException", typeof(ValidationException))]
    public async Task Error_becomes_its_typed_exception(string type, Type expected)
    {
        await using var states = await AwsStub.StartAsync(new StubAnswer($$"""{"__type":"com.amazonaws.swf.service.v2.model#{{type}}","message":"no"}""", 400));
        using var client = Client(states);

        var thrown = await Should.ThrowAsync<AmazonStepFunctionsException>(() => client.DescribeExecutionAsync(new DescribeExecutionRequest { ExecutionArn = "arn:e" }));

        thrown.ShouldBeOfType(expected);
        thrown.ErrorCode.ShouldBe(type);
    }

    private static AmazonStepFunctionsClient Client(AwsStub stub) => new(
        AwsStub.Credentials,
        new AmazonStepFunctionsConfig { ServiceURL = stub.Url, AuthenticationRegion = "eu-central-1" });
}
