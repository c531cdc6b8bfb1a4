using System.Text;
using System.Text.Json.Serialization;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;

namespace Hoth.Aws.Tests.Compat;

/// <summary>The events as the services send them, through the serializer that the functions use.</summary>
public sealed partial class SerializerTests
{
    private readonly SourceGeneratorLambdaJsonSerializer<EventsJson> _serializer = new();

    [Fact]
    public void Sqs_event_is_read()
    {
        var batch = Read<SQSEvent>(
            """
            {"Records":[{"messageId":"m","receiptHandle":"r","body":"b","attributes":{"ApproximateReceiveCount":"2"},
            "messageAttributes":{"a":{"stringValue":"x","binaryValue":"AQID","dataType":"String"}},"md5OfBody":"5","eventSource":"aws:sqs","eventSourceARN":"arn:q","awsRegion":"eu-central-1"}]}
            """);

        var message = batch.Records.ShouldHaveSingleItem();
        message.MessageId.ShouldBe("m");
        message.EventSourceArn.ShouldBe("arn:q");
        message.Attributes["ApproximateReceiveCount"].ShouldBe("2");
        message.MessageAttributes["a"].BinaryValue.ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Batch_response_is_written_as_the_service_expects() =>
        Write(new SQSBatchResponse([new() { ItemIdentifier = "m" }])).ShouldBe("""{"batchItemFailures":[{"itemIdentifier":"m"}]}""");

    [Fact]
    public void Proxy_request_is_read_with_its_authorizer()
    {
        var request = Read<APIGatewayProxyRequest>(
            """
            {"resource":"/x/{id}","path":"/x/1","httpMethod":"GET","headers":{"Accept":"*/*"},"multiValueHeaders":{"Accept":["*/*"]},"pathParameters":{"id":"1"},
            "requestContext":{"requestTimeEpoch":1700000000000,"identity":{"sourceIp":"127.0.0.1"},"authorizer":{"principalId":"p","claims":{"sub":"s"}}},"isBase64Encoded":true}
            """);

        request.PathParameters["id"].ShouldBe("1");
        request.MultiValueHeaders["Accept"].ShouldBe(["*/*"]);
        request.RequestContext.Identity.SourceIp.ShouldBe("127.0.0.1");
        request.RequestContext.RequestTimeEpoch.ShouldBe(1700000000000);
        request.RequestContext.Authorizer.Claims["sub"].ShouldBe("s");
        request.RequestContext.Authorizer["principalId"].ToString().ShouldBe("p");
        request.IsBase64Encoded.ShouldBeTrue();
    }

    [Fact]
    public void Proxy_response_is_written_without_nulls_and_relaxed() =>
        Write(new APIGatewayProxyResponse { StatusCode = 200, Body = "{\"a\":\"ä<>\"}" })
            .ShouldBe("""{"statusCode":200,"body":"{\"a\":\"ä<>\"}","isBase64Encoded":false}""");

    [Fact]
    public void Unknown_type_is_said_by_name() =>
        Should.Throw<JsonSerializerException>(() => Write(new Uri("http://x"))).Message.ShouldContain("System.Uri");

    private T Read<T>(string json) => _serializer.Deserialize<T>(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    private string Write<T>(T value)
    {
        using var stream = new MemoryStream();
        _serializer.Serialize(value, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [JsonSerializable(typeof(SQSEvent))]
    [JsonSerializable(typeof(SQSBatchResponse))]
    [JsonSerializable(typeof(APIGatewayProxyRequest))]
    [JsonSerializable(typeof(APIGatewayProxyResponse))]
    internal sealed partial class EventsJson : JsonSerializerContext;
}
